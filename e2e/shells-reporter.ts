import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter'

/** Says at the end which shells ran, and which did not and why: none is left out silently. */
// biome-ignore lint/style/noDefaultExport: Playwright loads reporters by their default export
export default class ShellsReporter implements Reporter {
  readonly #notRun: Readonly<Record<string, string>>
  #tests: TestCase[] = []
  #shells: string[] = []

  constructor(options: { notRun?: Readonly<Record<string, string>> }) {
    this.#notRun = options.notRun ?? {}
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests()
    this.#shells = config.projects.map(({ name }) => name)
  }

  onEnd(): void {
    const lines = this.#shells.map((shell) => {
      const own = this.#tests.filter((test) => test.parent.project()?.name === shell)
      const passed = own.filter((test) => test.ok() && test.outcome() !== 'skipped')
      return own.length === 0
        ? `${shell}: not asked for`
        : `${shell}: ran ${own.length}, passed ${passed.length}`
    })
    for (const [shell, reason] of Object.entries(this.#notRun))
      lines.push(`${shell}: DID NOT RUN (${reason})`)
    process.stdout.write(`\nShells\n${lines.map((line) => `  ${line}\n`).join('')}`)
  }

  printsToStdio(): boolean {
    return false
  }
}
