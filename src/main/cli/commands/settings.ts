import {
  limitsOf,
  NumberName,
  SettingName,
  Settings,
  SettingsPatch,
  SwitchName,
} from '../../../shared/contract/settings'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { formatMs } from '../format'
import { columns, table } from '../terminal-text'
import type { Words } from '../words'

export function addSettings(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('settings')
    .description(words('settings.description'))
    .argument('[key=value...]', words('settings.pairs'))
    .option('--reset', words('settings.reset'))
    .action((pairs: string[], { reset = false }: { reset?: boolean }) => {
      if (reset) return resetTo(cli, pairs.map(nameOf))
      const patch = patchOf(pairs)
      return cli.session(async (client) => {
        if (pairs.length === 0) {
          const settings = await client.settings.get()
          cli.show(settings, () => settingTable(words, settings))
          return undefined
        }
        const settings = await client.settings.set(patch)
        const changed = SettingName.options.filter((name) => name in patch)
        cli.show(settings, () => columns(changed.map((name) => [name, amount(name, settings[name])])))
        return undefined
      })
    })
}

function resetTo(cli: Cli, names: readonly SettingName[]): Promise<void> {
  return cli.session(async (client) => {
    const settings = await client.settings.reset(names.length > 0 ? { names: [...names] } : undefined)
    cli.show(settings, () => settingTable(cli.terminal.words, settings))
    return undefined
  })
}

function nameOf(text: string): SettingName {
  const name = SettingName.safeParse(text)
  if (name.success) return name.data
  throw new Ends(exit.usage, 'settings.unknown', { name: text, names: SettingName.options.join(', ') })
}

/** Ends 2 at the first pair that does not fit, before anything is changed. */
function patchOf(pairs: readonly string[]): SettingsPatch {
  const patch: SettingsPatch = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new Ends(exit.usage, 'call.not-a-pair', { pair })
    const name = nameOf(pair.slice(0, at))
    const text = pair.slice(at + 1)
    const value = SettingsPatch.shape[name].safeParse(valueIn(text))
    if (!value.success) throw unfit(name, text)
    Object.assign(patch, { [name]: value.data })
  }
  return patch
}

/** What a person wrote, as the contract has it. */
function valueIn(text: string): number | boolean | string {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^\d+$/.test(text) ? Number(text) : text
}

function unfit(name: SettingName, text: string): Ends {
  const number = NumberName.safeParse(name)
  return number.success
    ? new Ends(exit.usage, 'settings.out-of-range', { name, text, ...limitsOf(number.data) })
    : new Ends(exit.usage, 'settings.unfit', { name, text, fits: rangeOf(name) })
}

function settingTable(words: Words, settings: Settings): string {
  return table(
    ['name', 'value', 'default', 'range', 'means'].map((head) => words(`settings.heads.${head}`)),
    SettingName.options.map((name) => [
      name,
      amount(name, settings[name]),
      String(usual[name]),
      rangeOf(name),
      words(`settings.means.${name}`),
    ]),
  )
}

const usual = Settings.parse({})

/** What fits: for a number its ends, else the words. */
function rangeOf(name: SettingName): string {
  const number = NumberName.safeParse(name)
  if (number.success) {
    const { least, most } = limitsOf(number.data)
    return `${least}–${most}`
  }
  if (SwitchName.safeParse(name).success) return 'true, false'
  return {
    notifications: 'important, off',
    quietHours: 'off, HH:MM-HH:MM',
    toolPolicy: 'ask, trusted',
    sharing: 'off, on, tagged',
    embeddingsUrl: 'off, https://…',
    embeddingsModel: '…',
    sampling: 'off, ask',
    roots: 'off, …',
  }[name as ChoiceName]
}

type ChoiceName = Exclude<SettingName, NumberName | SwitchName>

/** With the unit a number's name ends with. */
function amount(name: SettingName, value: Settings[SettingName]): string {
  return name.endsWith('Ms') ? formatMs(Number(value)) : String(value)
}
