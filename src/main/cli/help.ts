import type { Command, HelpConfiguration, Option } from 'commander'
import { columnsOf } from './terminal-text'
import type { Words } from './words'

/** How help looks: in the person's language, and narrow enough for a terminal of 80 columns. */
export function helpIn(words: Words): HelpConfiguration {
  return {
    styleTitle(title) {
      const key = `help.${title.replace(':', '').toLowerCase()}`
      return words.has(key) ? words(key) : title
    },
    styleUsage: (usage) =>
      usage.replace('[options]', words('help.some-options')).replace('[command]', words('help.some-command')),
    styleCommandDescription: (text) => text.charAt(0).toUpperCase() + text.slice(1),
    // Without the "[options]" nearly every command has.
    subcommandTerm: (command) =>
      [command.name(), ...command.registeredArguments.map(placeholderOf)].join(' '),
    optionDescription: (option) => option.description + remarkOn(option, words),
    displayWidth: columnsOf,
  }
}

/** Ends the help of each command, and of the commands below it, with the examples the text files have for it. */
export function addExamples(commands: readonly Command[], words: Words): void {
  for (const command of commands) {
    const examples = words(`examples.${command.name()}`).replaceAll(/^/gm, '  ')
    const note = `examples.note-${command.name()}`
    command.addHelpText('afterAll', `\n${words('help.examples')}\n${examples}`)
    if (words.has(note)) command.addHelpText('afterAll', `\n${words(note)}`)
  }
}

function placeholderOf(argument: Command['registeredArguments'][number]): string {
  const name = argument.name() + (argument.variadic ? '...' : '')
  return argument.required ? `<${name}>` : `[${name}]`
}

/** The values an option takes, and the one it has when it is not given. */
function remarkOn({ argChoices, defaultValue, required }: Option, words: Words): string {
  const remarks: string[] = []
  if (argChoices) remarks.push(argChoices.join(', '))
  if (required && defaultValue !== undefined && !Array.isArray(defaultValue))
    remarks.push(words('help.default', { value: defaultValue }))
  return remarks.length === 0 ? '' : words('help.remark', { remark: remarks.join('; ') })
}
