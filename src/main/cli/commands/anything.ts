import { basename, resolve } from 'node:path'
import type { Client } from '../../../shared/contract'
import type { AskedInput, Recognised } from '../../../shared/contract/recognise'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { oneLine } from '../terminal-text'

export interface AnythingOptions {
  readonly yes?: boolean
  readonly dryRun?: boolean
  /** Values for what is left open, by the input's id or its label. */
  readonly set?: Record<string, string>
}

/** Says what a text or a bundle is and what adding it would do, asks, and adds it. Commands wait for approval. */
export async function addAnything(
  cli: Cli,
  client: Client,
  text: string,
  options: AnythingOptions,
): Promise<number> {
  const { words } = cli.terminal
  const bundle = /\.(?:mcpb|dxt)$/iu.test(text) ? { name: basename(text), path: resolve(text) } : undefined
  const given = bundle ? { file: bundle } : { text }
  const first = await client.discovery.recognise({ ...given, look: true })
  const values = await valuesFor(cli, first.inputs, options)
  const isFilled = Object.keys(values).length > 0
  const what = isFilled ? await client.discovery.recognise({ ...given, look: true, values }) : first
  if (what.kind === 'nothing' && what.preview.issues.length === 0)
    throw new Ends(exit.usage, 'add.nothing', { text: oneLine(text).slice(0, 200) })
  if (options.dryRun) {
    cli.show(what, () => recognisedText(cli, what, values))
    return what.file === null ? exit.failed : exit.ok
  }
  cli.terminal.tell(recognisedText(cli, what, values))
  if (what.file === null) throw new Ends(exit.failed, 'add.nothing-to-add')
  await agreed(cli, options)
  const result = await client.discovery.import({ files: [what.file], ...(bundle && { bundle }) })
  cli.show(result, () =>
    words('add.imported', {
      added: result.added.length,
      changed: result.changed.length,
      unchanged: result.unchanged.length,
      refused: result.refused.length,
    }),
  )
  const taken = new Set([...result.added, ...result.changed])
  for (const { name, command } of what.preview.entries)
    if (command && taken.has(name)) cli.remark('add.to-approve', { name: oneLine(name) })
  return result.refused.length > 0 ? exit.failed : exit.ok
}

/** What was given with `--set`; for the rest that must be filled the person is asked, where one is there. */
async function valuesFor(
  cli: Cli,
  inputs: readonly AskedInput[],
  { set = {}, dryRun = false, yes = false }: AnythingOptions,
): Promise<Record<string, string>> {
  const { interactive, words, ask, askQuietly } = cli.terminal
  const values: Record<string, string> = {}
  for (const { id, label, description, required, secret, initial } of inputs) {
    const given = set[id] ?? set[label]
    if (given !== undefined) values[id] = given
    else if (required && initial === null && interactive && !dryRun && !yes) {
      const question = words('add.value', { label: oneLine(label), about: oneLine(description) })
      const answer = await (secret ? askQuietly(question) : ask(question))
      if (answer !== '') values[id] = answer
    }
  }
  return values
}

function recognisedText(cli: Cli, what: Recognised, values: Readonly<Record<string, string>>): string {
  const { words } = cli.terminal
  const { kind, detail, preview, inputs, remarks } = what
  const open = inputs.filter(({ id, initial }) => values[id] === undefined && initial === null)
  return [
    words('add.recognised', { what: words(`shared:recognised.${kind}`, plainly(detail)) }),
    ...preview.issues.map(({ message }) => `  ${oneLine(message)}`),
    ...preview.entries.map(({ outcome, name, command, address, issue }) =>
      oneLine(
        `  ${words(`add.outcomes.${outcome}`)}  ${name}  ${issue?.severity === 'error' ? issue.message : (command?.line ?? address)}`,
      ),
    ),
    ...open.map(({ label, required }) =>
      words(required ? 'add.open-required' : 'add.open', { label: oneLine(label) }),
    ),
    ...remarks.map(({ code, detail }) => `  ${words(`shared:remark.${code}`, plainly(detail))}`),
  ].join('\n')
}

function plainly(detail: Recognised['detail']): Record<string, string> {
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, oneLine(String(value))]))
}

async function agreed(cli: Cli, { yes = false }: AnythingOptions): Promise<void> {
  if (yes) return
  if (!cli.terminal.interactive) throw new Ends(exit.usage, 'add.needs-yes')
  const answer = await cli.terminal.ask(cli.terminal.words('add.question'))
  if (!/^(y|yes|是|好)$/i.test(answer.trim())) throw new Ends(exit.failed, 'add.declined')
}
