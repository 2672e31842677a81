import { stripVTControlCharacters } from 'node:util'
import type { ConnectionDetails } from '../../shared/contract/connections'
import type { Sighting } from '../../shared/contract/discovery'
import type { Check } from '../../shared/contract/health'
import type { Uptime } from '../../shared/contract/history'
import { mutedForGood, type Server } from '../../shared/contract/registry'
import { formatAge, formatMoment, formatMs, formatShare, formatTime } from './format'
import { keptLine, keptTrouble } from './kept-text'
import { previewText } from './preview-text'
import { addressOf, causePhrase, connectionSentence, sourceName } from './sentences'
import { differenceLines } from './sighting-text'
import { columns, cut, oneLine, table } from './terminal-text'
import type { Words } from './words'

/** What is known of one server. */
export interface ServerReport {
  readonly server: Server
  readonly details: ConnectionDetails
  /** What sources say of it now. */
  readonly sightings?: readonly Sighting[]
  /** How much of the time it worked. */
  readonly uptime?: readonly Uptime[]
  /** Newest first. */
  readonly checks?: readonly Check[]
}

/** A key below `show.fact`, and its value; null where there is nothing to say. */
type Fact = readonly [name: string, value: string | null]

const instructionLines = 12
const stderrLines = 10
const lineColumns = 160

/** The report for a person: facts by subject, then what the server or its process wrote, as text and nothing else. */
export function reportText(words: Words, report: ServerReport, nowMs: number): string {
  const { server, details, sightings = [], uptime = [], checks } = report
  const written = linesOf(details.stderr.join('\n') || server.connection.error?.detail.stderr)
  return [
    factText(words, [
      identity(server, details),
      provenance(words, server, nowMs),
      connection(words, server, nowMs),
      ofServer(words, server, details, nowMs),
      [...health(words, server, nowMs), ...uptime.map((span) => uptimeFact(words, span))],
    ]),
    server.approval &&
      `${previewText(words, server.approval)}\n${words('approve.hint', { name: oneLine(server.name) })}`,
    ...sightings.map((sighting) => differenceLines(words, sighting).join('\n')),
    block(words('show.instructions'), linesOf(details.instructions), (lines) => {
      const rest = lines.length - instructionLines
      return rest > 0 ? [...lines.slice(0, instructionLines), words('show.more', { lines: rest })] : lines
    }),
    block(words('show.stderr'), written, (lines) => lines.slice(-stderrLines)),
    checks && checkTable(words, checks),
  ]
    .filter((part) => part)
    .join('\n\n')
}

function identity(server: Server, { address }: ConnectionDetails): Fact[] {
  return [
    ['name', server.name],
    [server.command === undefined ? 'address' : 'command', addressOf(server)],
    ['answered', address === server.url ? null : address],
    ['cwd', server.cwd ?? null],
    ['env', pairsOf(server.env, '=')],
    ['headers', pairsOf(server.headers, ': ')],
    ['description', server.description || null],
    ['tags', server.tags.join(', ') || null],
    ['priority', String(server.priority)],
    ['service', server.service ?? null],
    ['health-url', server.health_check_url],
  ]
}

function provenance(words: Words, server: Server, nowMs: number): Fact[] {
  const { source, twinOf, missingSince, edited } = server
  return [
    ['source', sourceName(words, source)],
    ['twin', twinOf ?? null],
    ['missing', missingSince === undefined ? null : formatMoment(words.language, missingSince, nowMs)],
    ['edited', edited?.join(', ') ?? null],
    ['first-seen', formatMoment(words.language, source.firstSeenAt, nowMs)],
    ['last-seen', formatMoment(words.language, source.lastSeenAt, nowMs)],
  ]
}

function connection(words: Words, server: Server, nowMs: number): Fact[] {
  const { state, since, attempt, nextAttemptAt, error } = server.connection
  const next = nextAttemptAt && formatAge(words.language, nextAttemptAt, nowMs)
  return [
    ['intent', words(`show.intent.${server.intent}`)],
    ['muted', mutedText(words, server)],
    ['connection', words(`shared:state.${state}`)],
    ['since', formatMoment(words.language, since, nowMs)],
    ['reason', connectionSentence(words, server) ?? null],
    ['advice', error && words(`shared:advice.${error.code}`)],
    ['attempts', attempt > 0 ? String(attempt) : null],
    ['next-attempt', next],
  ]
}

/** What the server said of itself. */
function ofServer(words: Words, server: Server, details: ConnectionDetails, nowMs: number): Fact[] {
  const { serverInfo: software, protocolVersion, capabilities, connectMs, pid, violations } = details
  const { certificateEndsAt } = details
  const { era, transport } = server.connection
  const protocol = [protocolVersion, era && words(`show.era.${era}`), transport].filter(Boolean).join(' · ')
  return [
    ['protocol', era && protocol],
    ['software', software && `${software.title ?? software.name} ${software.version}`],
    ['capabilities', Object.keys(capabilities).join(', ') || null],
    ['tools', String(server.tools)],
    ['resources', String(server.resources)],
    ['prompts', String(server.prompts)],
    ['lists', keptLine(words, details.kept, nowMs)],
    ['list-trouble', keptTrouble(words, details.kept)],
    ['connect-time', connectMs === null ? null : formatMs(connectMs)],
    ['certificate', certificateEndsAt && formatMoment(words.language, certificateEndsAt, nowMs)],
    ['process', pid === null ? null : String(pid)],
    ['violations', violations === 0 ? null : String(violations)],
  ]
}

function health(words: Words, { health: now }: Server, nowMs: number): Fact[] {
  const { verdict, reason, detail, action, okAt, okKind, latencyMs, uptime24h } = now
  const answered = okAt && formatMoment(words.language, okAt, nowMs)
  const by = okKind && words(`shared:kind.${okKind}`)
  return [
    ['health', words(`shared:verdict.${verdict}`)],
    ['verdict', words(`shared:verdict.${reason}`, detail)],
    ['helps', action && words(`shared:action.${action}`)],
    ['last-answer', answered ? [answered, by].filter(Boolean).join(' · ') : words('show.never')],
    ['latency', latencyMs === null ? null : formatMs(latencyMs)],
    ['uptime', uptime24h === null ? null : formatShare(uptime24h)],
  ]
}

function uptimeFact(words: Words, { span, uptime, unknown }: Uptime): Fact {
  if (uptime === null) return [`up-${span}`, null]
  const values = { uptime: formatShare(uptime), share: formatShare(unknown) }
  return [`up-${span}`, unknown > 0 ? words('show.unknown-share', values) : values.uptime]
}

/** Null where it is not muted. */
function mutedText(words: Words, { mutedUntil }: Server): string | null {
  if (mutedUntil === null) return null
  return mutedUntil === mutedForGood
    ? words('show.muted.for-good')
    : words('show.muted.until', { time: formatTime(mutedUntil) })
}

/** All facts in two columns, a blank line between two subjects. */
function factText(words: Words, subjects: readonly (readonly Fact[])[]): string {
  const rows = subjects.flatMap((facts, index) => [
    ...(index === 0 ? [] : [['']]),
    ...facts.flatMap(([name, value]) => (value === null ? [] : [[words(`show.fact.${name}`), value]])),
  ])
  return columns(rows)
}

function block(
  title: string,
  lines: readonly string[],
  kept: (lines: readonly string[]) => readonly string[],
): string | undefined {
  if (lines.length === 0) return undefined
  const shown = kept(lines).map((line) =>
    `  ${cut(oneLine(line.replaceAll('\t', '    ')), lineColumns)}`.trimEnd(),
  )
  return [title, ...shown].join('\n')
}

/** Checks in columns, as they came. */
export function checkTable(words: Words, checks: readonly Check[]): string {
  if (checks.length === 0) return words('show.no-checks')
  return table(
    ['time', 'kind', 'result', 'latency', 'why'].map((head) => words(`show.heads.${head}`)),
    checks.map(({ at, kind, ok, latencyMs, error }) => [
      formatTime(at),
      kind,
      words(ok ? 'show.good' : 'show.bad'),
      formatMs(latencyMs),
      error === null ? '' : causePhrase(words, error),
    ]),
  )
}

/** Lines of a stranger's text, without the colours a program writes to a terminal. */
function linesOf(text: string | number | null | undefined): readonly string[] {
  if (typeof text !== 'string' || text.trim() === '') return []
  return stripVTControlCharacters(text).trimEnd().split(/\r?\n/)
}

function pairsOf(record: Readonly<Record<string, string>> | undefined, joint: string): string | null {
  const pairs = Object.entries(record ?? {}).map(([name, value]) => `${name}${joint}${value}`)
  return pairs.length === 0 ? null : pairs.join(', ')
}
