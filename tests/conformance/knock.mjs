/**
 * Run by the conformance suite once per scenario: `knock.mjs DRIVER_PORT SERVER_URL`. Passes on to the driver what is
 * to be played and ends with 0 once it was.
 */
const [port, url] = process.argv.slice(2)
const { MCP_CONFORMANCE_SCENARIO: scenario, MCP_CONFORMANCE_CONTEXT: context = '{}' } = process.env
const played = await fetch(`http://127.0.0.1:${port}/`, {
  method: 'POST',
  body: JSON.stringify({ scenario, url, context: JSON.parse(context) }),
})
process.exitCode = played.ok ? 0 : 1
