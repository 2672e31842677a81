import { Settings, SettingsPatch } from '../../../shared/contract/settings'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { formatMs } from '../format'
import { columns, table } from '../terminal-text'
import type { Words } from '../words'

const Name = SettingsPatch.keyof()
type Name = (typeof Name.options)[number]

export function addSettings(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('settings')
    .description(words('settings.description'))
    .argument('[key=value...]', words('settings.pairs'))
    .action((pairs: string[]) => {
      const patch = patchOf(pairs)
      return cli.session(async (client) => {
        if (pairs.length === 0) {
          const settings = await client.settings.get()
          cli.show(settings, () => settingTable(words, settings))
          return undefined
        }
        const settings = await client.settings.set(patch)
        const changed = Name.options.filter((name) => name in patch)
        cli.show(settings, () => columns(changed.map((name) => [name, amount(name, settings[name])])))
        return undefined
      })
    })
}

/** Ends 2 at the first pair that does not fit, before anything is changed. */
function patchOf(pairs: readonly string[]): SettingsPatch {
  const patch: SettingsPatch = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new Ends(exit.usage, 'call.not-a-pair', { pair })
    const name = Name.safeParse(pair.slice(0, at))
    if (!name.success)
      throw new Ends(exit.usage, 'settings.unknown', {
        name: pair.slice(0, at),
        names: Name.options.join(', '),
      })
    const text = pair.slice(at + 1)
    const value = SettingsPatch.shape[name.data].safeParse(/^\d+$/.test(text) ? Number(text) : text)
    if (!value.success)
      throw new Ends(exit.usage, 'settings.out-of-range', { name: name.data, text, ...rangeOf(name.data) })
    patch[name.data] = value.data
  }
  return patch
}

function settingTable(words: Words, settings: Settings): string {
  const defaults = Settings.parse({})
  return table(
    ['name', 'value', 'default', 'range', 'means'].map((head) => words(`settings.heads.${head}`)),
    Name.options.map((name) => {
      const { least, most } = rangeOf(name)
      return [
        name,
        amount(name, settings[name]),
        String(defaults[name]),
        `${least}–${most}`,
        words(`settings.means.${name}`),
      ]
    }),
  )
}

/** The number with its unit, which the name ends with. */
function amount(name: Name, value: number): string {
  return name.endsWith('Ms') ? formatMs(value) : String(value)
}

function rangeOf(name: Name): { least: number; most: number } {
  const { minValue, maxValue } = SettingsPatch.shape[name].unwrap()
  return { least: minValue ?? 0, most: maxValue ?? Number.MAX_SAFE_INTEGER }
}
