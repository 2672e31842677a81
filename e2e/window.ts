import { expect, type Locator, type Page } from '@playwright/test'

/** The words a row's mark has for how a server stands. */
export type Standing =
  | 'Up'
  | 'Slow'
  | 'Down'
  | 'Off'
  | 'Connecting'
  | 'Reconnecting'
  | 'Needs approval'
  | 'Failed'
  | 'Cannot be seen from here'
  | 'Works in part'
  | 'Asleep'

export type Tab =
  | 'Overview'
  | 'Tools'
  | 'Resources'
  | 'Prompts'
  | 'Timeline'
  | 'Checks'
  | 'Doctor'
  | 'Log'
  | 'Configuration'

/** What a person sees of the window, by role and by name. */
export class Window {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  row(name: string): Locator {
    return this.page.getByRole('row', { name, exact: true })
  }

  /** Waits until a server's mark says so. Reconnecting and flapping take a while: give those a longer time. */
  async expectStanding(name: string, standing: Standing | RegExp, timeoutMs = 20_000): Promise<void> {
    await expect(this.row(name).getByRole('img', { name: standing })).toBeVisible({ timeout: timeoutMs })
  }

  connectSwitch(name: string): Locator {
    return this.page.getByRole('switch', { name: `Connect ${name}` })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Opens a server's details at one of their tabs. */
  async open(server: string, tab: Tab): Promise<Locator> {
    await this.row(server).click()
    const details = this.page.getByRole('region', { name: server, exact: true })
    await details.getByRole('tab', { name: new RegExp(`^${tab}( |$)`, 'u') }).click()
    return details
  }

  /** Fills a tool's form, runs it, and returns what it answered. */
  async run(server: string, tool: string, values: Readonly<Record<string, string>> = {}): Promise<Locator> {
    const details = await this.open(server, 'Tools')
    await details.getByRole('button', { name: tool }).click()
    for (const [field, value] of Object.entries(values)) await details.getByLabel(field).fill(value)
    await details.getByRole('button', { name: 'Run', exact: true }).click()
    return details.getByRole('region', { name: 'Result' })
  }

  /** The navigation's way to a screen; what it counts may be part of its name. */
  screen(name: string): Locator {
    return this.page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}( |$)`, 'u') })
  }

  /** The navigation's filter by a tag. */
  tag(name: string): Locator {
    const tags = this.page.getByRole('region', { name: 'Tags' })
    return tags.getByRole('button', { name: new RegExp(`^${name}( |$)`, 'u') })
  }
}
