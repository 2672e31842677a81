import { writeFileSync } from 'node:fs'
import type { Cli } from '../cli'
import { Ends, exit } from '../exit'
import { manyLines, table } from '../terminal-text'

interface Flags {
  readonly export?: string
  readonly rename?: string
  readonly remove?: boolean
  readonly restore?: boolean
}

/** `conversations` lists and finds; `conversation` shows one, writes it out, renames, deletes or restores it. */
export function addConversations(cli: Cli): void {
  const { words } = cli.terminal
  cli.program
    .command('conversations')
    .description(words('conversations.description'))
    .argument('[text...]', words('conversations.text'))
    .action((text: readonly string[]) =>
      cli.session(async (client) => {
        const found = await client.chat.conversations({ ...(text.length > 0 && { text: text.join(' ') }) })
        cli.show(found, () =>
          found.length === 0
            ? words('conversations.none')
            : table(
                ['id', 'title', 'turns', 'changed'].map((head) => words(`conversations.heads.${head}`)),
                found.map(({ id, title, turns, changedAt }) => [
                  id,
                  title.slice(0, 60),
                  `${turns}`,
                  changedAt,
                ]),
              ),
        )
        return undefined
      }),
    )
  cli.program
    .command('conversation')
    .description(words('conversations.one'))
    .argument('<id>', words('conversations.id'))
    .option('--export <file>', words('conversations.export'))
    .option('--rename <title>', words('conversations.rename'))
    .option('--remove', words('conversations.remove'))
    .option('--restore', words('conversations.restore'))
    .action((conversation: string, flags: Flags) =>
      cli.session(async (client) => {
        const { rename: title } = flags
        if (flags.remove)
          cli.show(await client.chat.remove({ conversation }), () =>
            words('conversations.removed', { conversation }),
          )
        else if (flags.restore)
          cli.show(await client.chat.restore({ conversation }), () => words('conversations.restored'))
        else if (title !== undefined)
          cli.show(await client.chat.change({ params: { conversation }, body: { title } }), () =>
            words('conversations.renamed'),
          )
        else {
          const format = cli.globals.json || flags.export?.endsWith('.json') ? 'json' : 'markdown'
          const { text } = await client.chat.export({ conversation, format })
          if (flags.export === undefined) cli.terminal.print(format === 'json' ? text : manyLines(text))
          else writeOut(flags.export, text)
        }
        return undefined
      }),
    )
}

/** Never over a file that is there. */
function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    throw new Ends(exit.failed, 'conversations.not-written', {
      file,
      why: error instanceof Error ? error.message : '',
    })
  }
}
