import { completable, ResourceTemplate } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { argumentsOf, completionsOf, contentsOf } from './shelf.mjs'

/** @import { McpServer } from '@modelcontextprotocol/server' */
/** @import { Shelf } from './shelf.mjs' */

/** Puts the shelf into a server of the 2.x line. @param {McpServer} server @param {Shelf} shelf */
export function stockModern(server, shelf) {
  server.server.registerCapabilities({ resources: { subscribe: true } })
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
    const argsSchema = z.object(
      argumentsOf(prompt, (text, suggest) =>
        text instanceof z.ZodOptional
          ? completable(text.unwrap(), suggest)
              .optional()
              .describe(text.description ?? '')
          : completable(text, suggest),
      ),
    )
    const config = { description, ...(title && { title }), ...(prompt.args.length > 0 && { argsSchema }) }
    server.registerPrompt(name, config, (/** @type {any} */ args) => ({ messages: prompt.fill(args) }))
  }
}
