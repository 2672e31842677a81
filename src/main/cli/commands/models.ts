import { InvalidArgumentError } from 'commander'
import type { Client } from '../../../shared/contract'
import type { LlmConfig, ModelProvider, ModelsState, ModelTest } from '../../../shared/contract/models'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { modelAdvice, modelSentence } from '../sentences'
import { columns, oneLine, table } from '../terminal-text'
import type { Words } from '../words'
import { chooseFrom } from './model-config'

/** `models list`, `known`, `add`, `test`, `remove`, `choose`. */
export function addModels(cli: Cli): void {
  const { words } = cli.terminal
  const models = cli.program.command('models').description(words('models.description')).helpCommand(false)
  models
    .command('list', { isDefault: true })
    .description(words('models.list'))
    .option('--all', words('models.all'))
    .action(({ all = false }: { all?: boolean }) =>
      cli.session(async (client) => {
        const state = await client.models.list()
        cli.show(state, () => stateText(words, state, all))
        return undefined
      }),
    )
  models
    .command('known')
    .description(words('models.known'))
    .action(() =>
      cli.session(async (client) => {
        const known = await client.models.known()
        const heads = ['kind', 'name', 'address'].map((head) => words(`models.heads.${head}`))
        cli.show(known, () =>
          table(
            heads,
            known.map(({ kind, name, baseUrl }) => [kind, name[words.language], baseUrl || '–']),
          ),
        )
        return undefined
      }),
    )
  const add = models
    .command('add')
    .description(words('models.add'))
    .argument('<kind>', words('models.kind'))
    .option('--id <id>', words('models.id'))
    .option('--name <name>', words('models.name'))
    .option('--url <url>', words('models.url'))
    .option('--key-env <variable>', words('models.key-env'))
    .option('--key-stdin', words('models.key-stdin'))
    .option('--no-key', words('models.no-key'))
    .action((kind: string, flags: AddFlags) => cli.session((client) => addProvider(cli, client, kind, flags)))
  add.addHelpText('after', `\n${words('models.add-note')}`)
  models
    .command('test')
    .description(words('models.test'))
    .argument('<provider>', words('models.id'))
    .action((provider: string) => cli.session((client) => testProvider(cli, client, provider)))
  models
    .command('remove')
    .description(words('models.remove'))
    .argument('<provider>', words('models.id'))
    .action((provider: string) =>
      cli.session(async (client) => {
        const answer = await client.models.remove({ provider })
        cli.show(answer, () => words('models.removed', { name: oneLine(answer.removed) }))
        return undefined
      }),
    )
  addChoose(cli, models)
}

interface ChooseFlags {
  readonly temperature?: number
  readonly maxTokens?: number
  readonly none?: boolean
  readonly config?: string
}

function addChoose(cli: Cli, models: typeof cli.program): void {
  const { words } = cli.terminal
  const number = (text: string) => {
    if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
    throw new InvalidArgumentError(words('models.not-a-number'))
  }
  models
    .command('choose')
    .description(words('models.choose'))
    .argument('[provider]', words('models.id'))
    .argument('[model]', words('models.model'))
    .option('--temperature <number>', words('models.temperature'), number)
    .option('--max-tokens <number>', words('models.max-tokens'), number)
    .option('--config <file>', words('models.config'))
    .option('--none', words('models.none'))
    .action((provider: string | undefined, model: string | undefined, flags: ChooseFlags) =>
      cli.session(async (client) => {
        const llm_config = await chosen(client, provider, model, flags)
        const state = await client.models.choose({ llm_config })
        cli.show(state, () => defaultText(words, state.llm_config))
        return undefined
      }),
    )
}

async function chosen(
  client: Client,
  provider: string | undefined,
  model: string | undefined,
  { none, config, temperature, maxTokens }: ChooseFlags,
): Promise<LlmConfig | null> {
  const ways = [none, config !== undefined, provider !== undefined].filter(Boolean)
  if (ways.length !== 1) throw new Ends(exit.usage, 'models.choose-what')
  if (none) return null
  const more = {
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
  }
  if (config !== undefined) return { ...(await chooseFrom(client, config)), ...more }
  if (provider === undefined || model === undefined) throw new Ends(exit.usage, 'models.choose-what')
  return { provider, model, ...more }
}

interface AddFlags {
  readonly id?: string
  readonly name?: string
  readonly url?: string
  readonly keyEnv?: string
  readonly keyStdin?: boolean
  /** False where `--no-key` was given. */
  readonly key: boolean
}

async function addProvider(cli: Cli, client: Client, kind: string, flags: AddFlags): Promise<number> {
  const known = (await client.models.known()).find((each) => each.kind === kind)
  if (!known) throw new Ends(exit.usage, 'models.unknown-kind', { kind })
  const provider = flags.id ?? kind
  const key = await keyOf(cli, flags, known.needsKey)
  const { words } = cli.terminal
  await client.models.set({
    params: { provider },
    body: {
      kind,
      name: flags.name ?? known.name[words.language],
      ...(flags.url !== undefined && { baseUrl: flags.url }),
      ...(key !== undefined && { key }),
    },
  })
  return testProvider(cli, client, provider)
}

/** A key comes from anywhere but the command line, which others can read. Undefined: as it was; null: none. */
async function keyOf(cli: Cli, flags: AddFlags, isNeeded: boolean): Promise<string | null | undefined> {
  const { terminal } = cli
  if (!flags.key) return null
  if (flags.keyEnv !== undefined) {
    const key = terminal.env[flags.keyEnv]?.trim()
    if (!key) throw new Ends(exit.usage, 'models.no-variable', { name: flags.keyEnv })
    return key
  }
  if (flags.keyStdin) return (await terminal.readInput()).trim() || undefined
  if (!isNeeded || !terminal.interactive) return undefined
  return (await terminal.askQuietly(terminal.words('models.ask-key'))).trim() || undefined
}

async function testProvider(cli: Cli, client: Client, provider: string): Promise<number> {
  const { words, interrupted } = cli.terminal
  const test = await client.models.test({ provider }, { signal: interrupted })
  cli.show(test, () => testText(words, test))
  return test.ok ? exit.ok : exit.failed
}

function testText(words: Words, { error, address, models, durationMs }: ModelTest): string {
  if (error) return `${modelSentence(words, error)}\n${modelAdvice(words, error)}`
  const ms = Math.round(durationMs)
  const count = models.length
  return count > 0
    ? words('models.answers', { address: oneLine(address ?? ''), count, ms })
    : words('models.answers-unlisted', { address: oneLine(address ?? ''), ms })
}

function stateText(words: Words, { providers, llm_config }: ModelsState, all: boolean): string {
  if (providers.length === 0) return words('models.nothing')
  const heads = ['id', 'name', 'key', 'models', 'address', 'state'].map((head) =>
    words(`models.heads.${head}`),
  )
  const rows = providers.map((provider) => [
    provider.id,
    provider.name,
    words(provider.hasKey ? 'models.key-kept' : 'models.key-none'),
    String(provider.models.length),
    provider.address ?? provider.baseUrl,
    provider.error ? modelSentence(words, provider.error) : words('models.well'),
  ])
  const lists = all ? providers.filter(({ models }) => models.length > 0).map(listText) : []
  return [table(heads, rows), ...lists, defaultText(words, llm_config)].join('\n\n')
}

function listText({ id, models }: ModelProvider): string {
  return columns([[`${id}:`], ...models.map((model) => [`  ${model.id}`, model.name ?? ''])])
}

function defaultText(words: Words, config: LlmConfig | null): string {
  if (config === null) return words('models.default-none')
  const { provider, model, temperature, max_tokens } = config
  const terms = [
    ...(temperature === undefined ? [] : [words('models.with-temperature', { temperature })]),
    ...(max_tokens === undefined ? [] : [words('models.with-max-tokens', { count: max_tokens })]),
  ]
  const name = oneLine(`${provider}/${model}`)
  return words('models.default', { name: [name, ...terms].join(', ') })
}
