import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { Asked, Reply } from '../tests/servers/scripted-model'
import { type RunningServer, startServer } from '../tests/servers/start'
import { projectDir } from './project'
import { expect, type Rollcall } from './rollcall'
import { Window } from './window'

const samples = {
  weather: { tags: ['weather', 'climate'], priority: 10, description: 'Climate of some 40 cities' },
  database: { tags: ['database', 'sql'], priority: 8, description: 'Orders and customers of a shop' },
} as const

/** The chat as a person sees it, with a model server whose answers the spec decides. */
export class ChatWindow {
  readonly page: Page
  readonly #rollcall: Rollcall

  constructor(rollcall: Rollcall) {
    this.#rollcall = rollcall
    this.page = rollcall.page
  }

  get field(): Locator {
    return this.page.getByRole('textbox', { name: 'Question' })
  }

  get turns(): Locator {
    return this.page.getByRole('region', { name: 'What was said' })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: /^Chat/u }).click()
    await expect(this.field).toBeVisible()
  }

  /** One of the sample servers, registered as they are. */
  async sample(name: keyof typeof samples): Promise<RunningServer> {
    const server = await startServer(join(projectDir, 'resources', 'examples', `${name}.mjs`))
    await this.#rollcall.api('POST', '/servers', { name, url: server.url, ...samples[name] })
    await new Window(this.page).expectStanding(name, 'Up', 40_000)
    return server
  }

  async model(url: string): Promise<void> {
    const api = this.#rollcall.api.bind(this.#rollcall)
    await api('PUT', '/model-providers/scripted', {
      kind: 'compatible',
      name: 'Scripted',
      baseUrl: url,
      key: 'sk-test',
    })
    await api('PUT', '/llm-config', { llm_config: { provider: 'scripted', model: 'scripted-large' } })
  }

  async ask(text: string): Promise<void> {
    await this.field.fill(text)
    await this.field.press('Enter')
  }
}

/** Calls the tool whose name has the word, then says something of what came back. */
export const calling =
  (word: string, args: object, text: string) =>
  ({ tools, results }: Asked): Reply =>
    results.length > 0
      ? { text, usage: { input: 900, output: 40 } }
      : { calls: [{ name: tools.find(({ name }) => name.includes(word))?.name ?? word, arguments: args }] }
