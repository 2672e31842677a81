import type { Client } from '../../../shared/contract'
import type { Decision } from '../../../shared/contract/consents'
import type { Call } from '../../../shared/contract/turns'
import type { Cli } from '../cli'
import { manyLines, oneLine } from '../terminal-text'
import { callLine } from './turn-teller'

type Decided = Parameters<Client['chat']['decide']>[0]['decisions'][number]

/**
 * Has a person say what calls may run: who sits at the terminal is asked, with exactly what will be sent; elsewhere what
 * was allowed by name on the command line may run once, and nothing else.
 */
export async function decisionsFor(
  cli: Cli,
  calls: readonly Call[],
  allowed: readonly string[],
): Promise<Decided[]> {
  const decided: Decided[] = []
  for (const call of calls) {
    if (!call.ask) continue
    const decision = allowed.includes(`${call.server}.${call.tool}`) ? 'once' : await decisionOn(cli, call)
    decided.push({ call: call.id, fingerprint: call.ask.fingerprint, decision })
  }
  return decided
}

async function decisionOn(cli: Cli, call: Call): Promise<Decision> {
  const { terminal, globals } = cli
  const { words } = terminal
  const name = oneLine(`${call.server}.${call.tool}`)
  if (!terminal.interactive || globals.json) {
    cli.remark('chat.not-allowed', { name })
    return 'deny'
  }
  terminal.tell(consentText(cli, call))
  const answer = (await terminal.ask(words('chat.question', { name }))).trim().toLowerCase()
  if (/^(a|always|总是)$/.test(answer)) return 'always'
  return /^(y|yes|o|once|是|好|可以)$/.test(answer) ? 'once' : 'deny'
}

function consentText({ terminal: { words } }: Cli, call: Call): string {
  const { ask } = call
  if (!ask) return ''
  const difference = (ask.change?.lines ?? [])
    .filter(({ kind }) => kind !== 'same')
    .map(({ kind, text }) => manyLines(`${kind === 'added' ? '+' : '-'} ${text}`))
  return [
    words(`chat.why.${ask.reason}`, { servers: ask.strangers.map(oneLine).join(', ') }),
    ...difference,
    callLine({ ...call, arguments: {} }).replace(/ \{\}$/u, ''),
    manyLines(JSON.stringify(call.arguments, null, 2)),
  ].join('\n')
}

/** Answers what a server wants to know in the midst of a call; without a person it is declined. */
export async function answerFor(
  cli: Cli,
  { elicitation }: Call,
): Promise<{ action: 'accept' | 'decline'; content?: Record<string, unknown> }> {
  const { terminal, globals } = cli
  const { words } = terminal
  if (!elicitation || !terminal.interactive || globals.json) return { action: 'decline' }
  const { server, message, wants } = elicitation
  terminal.tell(words('chat.wants', { server: oneLine(server), message: oneLine(message) }))
  if (wants.mode === 'url') {
    const answer = await terminal.ask(words('chat.open', { url: oneLine(wants.url) }))
    return { action: /^(y|yes|是|好)$/i.test(answer.trim()) ? 'accept' : 'decline' }
  }
  if (wants.mode === 'sample') {
    const answer = await terminal.ask(words('chat.may-sample', { server: oneLine(server) }))
    return { action: /^(y|yes|是|好)$/i.test(answer.trim()) ? 'accept' : 'decline' }
  }
  const fields = (wants.schema.properties ?? {}) as Record<string, { title?: string; type?: string }>
  const content: Record<string, unknown> = {}
  for (const [name, { title, type }] of Object.entries(fields)) {
    const said = (await terminal.ask(`${oneLine(title ?? name)}: `)).trim()
    if (said !== '') content[name] = answerOf(said, type)
  }
  const answer = await terminal.ask(words('chat.send-answer', { server: oneLine(server) }))
  return /^(y|yes|是|好)$/i.test(answer.trim()) ? { action: 'accept', content } : { action: 'decline' }
}

function answerOf(said: string, type: string | undefined): unknown {
  if (type === 'boolean') return /^(y|yes|true|1|是)$/i.test(said)
  if (type === 'number' || type === 'integer') return Number.isNaN(Number(said)) ? said : Number(said)
  return said
}
