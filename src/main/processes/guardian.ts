import { type ChildProcess, spawn } from 'node:child_process'
import type { Log } from '../host'
import { markName } from './system-process'

/**
 * Outlives a Rollcall that is killed, and then ends what it left. A shell rather than a script of ours, because the
 * packaged app can run no Node beside itself (its fuse for that is off). It is told pids, one a line, and remembers with each
 * when that process began. When its input ends without `done`, Rollcall is gone: it looks what there is of those
 * processes, gives them one second to go by themselves, then SIGTERM, one second later SIGKILL. A pid given out again is
 * left alone. No secret passes through.
 */
const script = `
began() {
  if [ -r "/proc/$1/stat" ]; then
    read -r line <"/proc/$1/stat" || return
    set -- \${line##*) }
    [ "$1" = Z ] || echo "\${20}"
  else
    LC_ALL=C TZ=UTC ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' _
  fi
}
same() { [ "$(began "\${1%%=*}")" = "\${1#*=}" ]; }
below() {
  ps -ax -o pid= -o ppid= 2>/dev/null | awk -v heads="$1" '
    { parent[$1] = $2 }
    END {
      count = split(heads, head, " ")
      for (i = 1; i <= count; i++) mine[head[i]] = 1
      for (found = 1; found; ) {
        found = 0
        for (pid in parent) if (!(pid in mine) && (parent[pid] in mine)) { mine[pid] = 1; found = 1; print pid }
      }
    }'
}
marked() {
  grep -lasF "${markName}=$run." /proc/[0-9]*/environ 2>/dev/null | while IFS=/ read -r _ _ pid _; do echo "$pid"; done
}
send() {
  for one in $kept; do
    pid=\${one%%=*}
    now=$(began "$pid")
    if [ -z "$now" ] || [ "$now" = "\${one#*=}" ]; then kill -s "$1" -- "-$pid" 2>/dev/null; fi
  done
  for one in $outside; do if same "$one"; then kill -s "$1" "\${one%%=*}" 2>/dev/null; fi; done
  for pid in $(marked); do kill -s "$1" "$pid" 2>/dev/null; done
}
trap '' HUP INT TERM
run=$1
kept=
while read -r verb pid; do
  case $verb in
    add) kept="$kept $pid=$(began "$pid")" ;;
    drop)
      rest=
      for one in $kept; do [ "\${one%%=*}" = "$pid" ] || rest="$rest $one"; done
      kept=$rest ;;
    done) exit 0 ;;
  esac
done
heads=
for one in $kept; do if same "$one"; then heads="$heads \${one%%=*}"; fi; done
outside=
for pid in $(below "$heads"); do outside="$outside $pid=$(began "$pid")"; done
sleep 1
send TERM
sleep 1
send KILL
send KILL
`

/** The watch over the processes of one run; one for all of them, started with the first. POSIX only. */
export class Guardian {
  readonly #run: string
  readonly #log: Log
  readonly #kept = new Set<number>()
  #child: ChildProcess | undefined
  #ended = false

  /** `run` is what the marks of this run begin with. */
  constructor({ run, log }: { run: string; log: Log }) {
    this.#run = run
    this.#log = log
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** Begins to watch, before there is anything that could be left behind. */
  start(): void {
    if (!this.#child && !this.#ended) this.#start()
  }

  add(pid: number): void {
    this.#kept.add(pid)
    this.#tell(`add ${pid}`)
  }

  drop(pid: number): void {
    this.#kept.delete(pid)
    this.#tell(`drop ${pid}`)
  }

  /** Lets it go without ending anything. */
  end(): void {
    this.#ended = true
    this.#tell('done')
    this.#child?.stdin?.end()
  }

  #start(): void {
    const child = spawn('/bin/sh', ['-c', script, 'rollcall-guardian', this.#run], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
      cwd: '/',
    })
    this.#child = child
    const lost = (error?: Error) => {
      if (this.#child !== child) return
      this.#child = undefined
      if (!this.#ended)
        this.#log.warn(
          { error: error?.message },
          'nothing watches over the processes until the next one starts',
        )
    }
    child.once('exit', () => lost())
    child.once('error', lost)
    child.stdin.on('error', () => {})
    // It must not keep this process from ending, however it ends.
    child.unref()
    for (const pid of this.#kept) this.#tell(`add ${pid}`)
  }

  #tell(line: string): void {
    const stdin = this.#child?.stdin
    if (stdin?.writable) stdin.write(`${line}\n`)
  }
}
