import { completable } from '@modelcontextprotocol/sdk/server/completable.js'
import { ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import { SubscribeRequestSchema, UnsubscribeRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { argumentsOf, completionsOf, contentsOf, counterUri } from './shelf.mjs'

/** @import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js' */
/** @import { Shelf } from './shelf.mjs' */

/**
 * Puts the shelf into a server of the 1.x line, subscriptions included. Gives what tells its client of a change.
 * @param {McpServer} server
 * @param {Shelf} shelf
 */
export function stockLegacy(server, shelf) {
  for (const readable of shelf.resources)
    server.registerResource(readable.name, readable.uri, readable.config, ({ href }) => ({
      contents: contentsOf(readable, href, {}),
    }))
  for (const readable of shelf.templates)
    server.registerResource(
      readable.name,
      new ResourceTemplate(readable.uri, { list: undefined, complete: completionsOf(readable) }),
      readable.config,
      ({ href }, variables) => ({ contents: contentsOf(readable, href, variables) }),
    )
  for (const prompt of shelf.prompts) {
    const { name, title, description } = prompt
    const argsSchema = argumentsOf(prompt, completable)
    const config = { description, ...(title && { title }), ...(prompt.args.length > 0 && { argsSchema }) }
    server.registerPrompt(name, config, (/** @type {any} */ args) => ({ messages: prompt.fill(args) }))
  }
  let subscribed = false
  const set = (/** @type {boolean} */ now) => {
    if (now !== subscribed) shelf.subscribed += now ? 1 : -1
    subscribed = now
    return {}
  }
  server.server.registerCapabilities({ resources: { subscribe: true } })
  server.server.setRequestHandler(SubscribeRequestSchema, ({ params }) => set(params.uri === counterUri))
  server.server.setRequestHandler(UnsubscribeRequestSchema, () => set(false))
  return {
    tell: () => {
      if (subscribed) void server.server.sendResourceUpdated({ uri: counterUri })
    },
    leave: () => set(false),
  }
}
