/** Words of addresses and packages that name no server. */
const dull =
  /^(?:www|mcp|api|sse|http|https|com|net|org|io|dev|app|ai|co|server|servers|v\d+|latest|localhost)$/iu
const launcher =
  /^(?:npx|npm|pnpm|yarn|bun|bunx|deno|node|uvx?|python3?|pipx|docker|podman|go|cargo|java|dotnet|dnx)$/iu

/** What a server at this address may be called; empty where nothing suggests a name. */
export function nameFromUrl(text: string): string {
  if (!URL.canParse(text)) return ''
  const { hostname, port, pathname } = new URL(text)
  const path = pathname.split('/').findLast((part) => part !== '' && !dull.test(part))
  const isMachine = hostname === 'localhost' || hostname.startsWith('[') || /^[\d.]+$/u.test(hostname)
  if (!isMachine) return clean(hostname.split('.').find((part) => !dull.test(part)) ?? hostname)
  const machine = hostname.startsWith('127.') ? 'localhost' : hostname
  return clean(path ?? [machine, port].filter(Boolean).join('-'))
}

/** What a server started so may be called; empty where nothing suggests a name. */
export function nameFromCommand(command: string, args: readonly string[]): string {
  const program = lastPart(command.trim())
  if (program === '') return ''
  if (!launcher.test(program)) return clean(program)
  const skipped = new Set(['run', 'exec', 'dlx', 'x', 'tool', 'start'])
  const subject = args.find((word) => !word.startsWith('-') && !skipped.has(word) && !word.includes('='))
  return clean(lastPart(subject ?? program))
}

/** The name, with a number behind it where it is one of `taken`. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  if (base === '' || !taken.has(base)) return base
  let number = 2
  while (taken.has(`${base}-${number}`)) number += 1
  return `${base}-${number}`
}

/** `@scope/server-files@1.2` → `server-files`, `/opt/my server.js` → `my server`. */
function lastPart(path: string): string {
  const last = path.split(/[\\/]/u).findLast((part) => part !== '') ?? ''
  return last.replace(/(?!^)[@:][\w.^~-]*$/u, '').replace(/\.(?:m?[jt]s|cjs|py|exe|cmd|sh|jar)$/iu, '')
}

/** `mcp-server-git` → `git`. What is nothing but dull words stays as it is. */
function clean(name: string): string {
  const kept = name
    .replace(/^\[|\]$/gu, '')
    .replace(/^(?:mcp|server)[-_]+(?:server[-_]+)?|[-_]+(?:mcp|server)(?:[-_]+server)?$/giu, '')
  return (kept === '' ? name : kept).slice(0, 128)
}
