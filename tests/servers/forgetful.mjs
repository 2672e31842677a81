import { McpHttp } from '../../resources/examples/serve.mjs'
import { portOption } from './listen.mjs'
import { legacyServers } from './serve-legacy.mjs'

const server = new McpHttp('forgetful', legacyServers('forgetful'), {
  '/forget': async (_request, response) => {
    await server.forget()
    response.writeHead(204).end()
  },
})
await server.start(portOption())
