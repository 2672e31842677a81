import { access, constants, open, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { ConnectionFailure } from './errors'

/** Where a program is looked for: the variables and the directory it would be started with. */
interface Place {
  readonly path: string | undefined
  readonly cwd: string | undefined
}

/** What an ELF file calls the machines that Node knows, with those that run on them as well. */
const machines: Readonly<Record<string, readonly number[]>> = {
  x64: [62, 3],
  ia32: [3],
  arm64: [183, 40],
  arm: [40],
  riscv64: [243],
  ppc64: [21],
  loong64: [258],
}
const headBytes = 256

/**
 * Why a command could not be started, or ended at once: it is not there, is a folder, may not be executed, needs a program
 * that is not there, or is for another kind of machine. Undefined where its file is no reason. Reads at most a few files.
 */
export async function whyNot(command: string, place: Place): Promise<ConnectionFailure | undefined> {
  // Windows looks for more names than the one given, and says itself what is wrong.
  if (process.platform === 'win32') return undefined
  const file = await findProgram(command, place)
  if (file === undefined) return new ConnectionFailure('command-missing', { command })
  if (!(await stat(file)).isFile()) return new ConnectionFailure('command-is-folder', { command })
  if (!(await mayRun(file))) return new ConnectionFailure('command-not-executable', { command })
  const head = await readHead(file).catch(() => undefined)
  if (head === undefined) return undefined
  const interpreter = interpreterOf(head.toString('utf8'))
  if (interpreter !== undefined && (await findProgram(interpreter, place)) === undefined)
    return new ConnectionFailure('interpreter-missing', { command, interpreter })
  return isForeign(head) ? new ConnectionFailure('command-wrong-machine', { command }) : undefined
}

/**
 * The file a command leads to, as the system finds it: along PATH, or from the working directory where it has a slash. One
 * that may be executed comes before one that may not; a folder counts only where it was named by its path.
 */
export async function findProgram(
  command: string,
  { path = '', cwd = '.' }: Place,
): Promise<string | undefined> {
  if (isAbsolute(command) || command.includes('/')) {
    const file = resolve(cwd, command)
    return (await stat(file).catch(() => undefined)) && file
  }
  let second: string | undefined
  for (const directory of path.split(delimiter)) {
    const file = join(resolve(cwd, directory), command)
    const found = await stat(file).catch(() => undefined)
    if (!found?.isFile()) continue
    if (await mayRun(file)) return file
    second ??= file
  }
  return second
}

/** The program named in the first line of a script; for `env`, the one that `env` is to find. */
export function interpreterOf(head: string): string | undefined {
  if (!head.startsWith('#!')) return undefined
  const [first, ...words] = head.slice(2).split('\n', 1)[0]?.trim().split(/\s+/u) ?? []
  if (first === undefined || !/(?:^|\/)env$/u.test(first)) return first || undefined
  return words.find((word) => !word.startsWith('-') && !word.includes('=')) ?? first
}

/** Whether it is made for another processor or another system than this one. */
export function isForeign(
  head: Buffer,
  { platform, arch }: { readonly platform: NodeJS.Platform; readonly arch: string } = process,
): boolean {
  const magic = head.subarray(0, 4).toString('hex')
  const isElf = magic === '7f454c46'
  const isMach = ['cffaedfe', 'cefaedfe', 'cafebabe'].includes(magic)
  const isWindows = head.subarray(0, 2).toString('latin1') === 'MZ'
  if (platform === 'win32') return isElf || isMach
  if (platform === 'darwin') return isElf || isWindows
  if (!isElf) return isMach || isWindows
  if (head.length < 20) return false
  const machine = head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18)
  return !(machines[arch] ?? [machine]).includes(machine)
}

/**
 * An argument that cmd.exe would take for more than an argument. On Windows scripts (`npx.cmd`) run in it and hand their
 * arguments on, so that they are read a second time, and there a quotation mark lets a following `&` or `|` end the
 * command. Undefined where all are safe, as they always are for programs.
 */
export function unsafeInCmd(args: readonly string[]): string | undefined {
  return args.find((arg) => /[\r\n]/u.test(arg) || (arg.includes('"') && /[&|<>^]/u.test(arg)))
}

async function mayRun(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function readHead(file: string): Promise<Buffer> {
  await using handle = await open(file)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
  return buffer.subarray(0, bytesRead)
}
