import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { stockLegacy } from './shelf-legacy.mjs'
import { Toolbox } from './toolbox.mjs'

/** @import { Tool } from './toolbox.mjs' */

/**
 * Makes servers of the 1.x line with the toolbox, one for each session; what `grow` adds reaches all of them.
 * @param {string} name
 * @returns {() => McpServer}
 */
export function legacyServers(name) {
  const toolbox = new Toolbox(name)
  /** @type {Set<McpServer>} */
  const live = new Set()
  const { shelf } = toolbox
  /** @type {Set<() => void>} */
  const tellers = new Set()
  if (shelf)
    shelf.onTouched = () => {
      for (const tell of tellers) tell()
    }
  toolbox.onGrown = (tool) => {
    for (const server of live) register(server, tool)
  }
  return () => {
    const server = new McpServer({ name, version: '1.0.0' })
    for (const tool of toolbox.tools) register(server, tool)
    const stocked = shelf && stockLegacy(server, shelf)
    if (stocked) tellers.add(stocked.tell)
    live.add(server)
    server.server.onclose = () => {
      live.delete(server)
      if (!stocked) return
      tellers.delete(stocked.tell)
      stocked.leave()
    }
    return server
  }
}

/** @param {McpServer} server @param {Tool} tool */
function register(server, { name, description, input, run }) {
  server.registerTool(name, { description, inputSchema: input }, (args, { _meta, sendNotification }) =>
    run(args, async (progress) => {
      const progressToken = _meta?.progressToken
      if (progressToken !== undefined)
        await sendNotification({ method: 'notifications/progress', params: { ...progress, progressToken } })
    }),
  )
}
