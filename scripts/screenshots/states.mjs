/** The ways to each screen and state, as a person goes: by role and by name, in the language of the page. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup.mjs'
import { questions } from './talk.mjs'

/**
 * @import { Page } from 'playwright-core'
 * @import { Demo } from './demo.mjs'
 * @typedef {{ page: Page, demo: Demo, t: (key: string, values?: Record<string, string>) => string }} Stage
 */

/** The page's texts by their key, as `t('action.add')`. @param {'en' | 'zh'} language */
export function textsOf(language) {
  const texts = JSON.parse(readFileSync(join(root, `src/renderer/text/${language}.json`), 'utf8'))
  return (/** @type {string} */ key, /** @type {Record<string, string>} */ values = {}) => {
    /** @type {unknown} */
    let found = texts
    for (const part of key.split('.')) found = /** @type {Record<string, unknown>} */ (found)[part]
    return String(found).replace(/\{\{(\w+)[^}]*\}\}/gu, (_, name) => values[name] ?? '')
  }
}

/** @param {Stage} stage @param {string} server @param {string} tab A key of `detail`. */
async function openServer({ page, t }, server, tab) {
  await screen({ page, t }, 'servers')
  const row = page.getByRole('row', { name: server, exact: true })
  const close = page.getByRole('button', { name: t('detail.close') })
  // In a low window the details of the last server stand where the list was.
  await row.or(close).first().waitFor()
  if (!(await row.isVisible())) await close.click()
  await row.click()
  const details = page.getByRole('region', { name: server, exact: true })
  await details.getByRole('tab', { name: new RegExp(`^${t(`detail.${tab}`)}( |$)`, 'u') }).click()
  return details
}

/** @param {Pick<Stage, 'page' | 't'>} stage @param {string} name A key of `screen`. */
async function screen({ page, t }, name) {
  const words = new RegExp(`^${t(`screen.${name}`)}( |$)`, 'u')
  await page.getByRole('navigation').getByRole('button', { name: words }).click()
}

/** @param {Page} page @param {string} name */
async function dialog(page, name) {
  const found = page.getByRole('dialog', { name })
  await found.waitFor()
  return found
}

/** Opens a conversation by its title. @param {Pick<Stage, 'page' | 't'>} stage @param {string} title */
async function converse({ page, t }, title) {
  const field = page.getByRole('textbox', { name: t('chat.ask.field') })
  if (!(await field.isVisible()))
    await page
      .getByRole('button', { name: new RegExp(`^${t('chat.button')}`, 'u') })
      .first()
      .click()
  await page.getByRole('button', { name: t('chat.conversations'), exact: true }).click()
  const list = await dialog(page, t('chat.conversations'))
  await list.getByRole('button', { name: title }).first().click()
  await page.getByRole('region', { name: t('chat.turns') }).waitFor()
}

/** Each goes to its state and may return how to leave it. @type {Record<string, (stage: Stage) => Promise<void | (() => Promise<unknown>)>>} */
export const states = {
  async servers(stage) {
    await openServer(stage, 'weather_service', 'overview')
  },

  async chat(stage) {
    const { page, t } = stage
    await screen(stage, 'servers')
    await converse(stage, questions.answered)
    await page.getByRole('button', { name: t('chat.ask.once') }).waitFor()
  },

  async 'chat-why'(stage) {
    const { page, t } = stage
    await screen(stage, 'servers')
    await converse(stage, questions.answered)
    const why = page.getByRole('button', { name: new RegExp(`^${t('chat.route.whyOf')}`, 'u') }).first()
    await why.click()
    await page.getByRole('region', { name: t('chat.why.title') }).scrollIntoViewIfNeeded()
    return () => why.click()
  },

  async 'chat-no-model'(stage) {
    await screen(stage, 'servers')
    await converse(stage, questions.byHand)
    await stage.page.getByLabel('city').first().waitFor()
    return () => converse(stage, questions.answered)
  },

  async 'chat-start'(stage) {
    const { page, t } = stage
    await screen(stage, 'servers')
    await converse(stage, questions.answered)
    await page.getByRole('button', { name: t('chat.new'), exact: true }).click()
    await page.getByText(t('chat.start.title')).waitFor()
    return () => converse(stage, questions.answered)
  },

  async 'detail-overview'(stage) {
    await openServer(stage, 'database_service', 'overview')
  },

  async 'detail-equal'(stage) {
    const details = await openServer(stage, 'docs_search', 'overview')
    const card = details.getByRole('region', { name: stage.t('equal.title') })
    const more = card.getByRole('button', { name: stage.t('equal.differences'), exact: true })
    await more.click()
    return () => more.click()
  },

  async 'detail-tools'(stage) {
    const { t } = stage
    const details = await openServer(stage, 'weather_backup', 'tools')
    await details.getByRole('button', { name: 'get_forecast' }).click()
    await details.getByLabel('city').fill('上海')
    await details.getByLabel('days').fill('2')
    await details.getByRole('button', { name: t('action.run'), exact: true }).click()
    await details
      .getByRole('region', { name: t('tools.result') })
      .getByText('Shanghai')
      .first()
      .waitFor()
  },

  async 'detail-resources'(stage) {
    const details = await openServer(stage, 'docs_search', 'resources')
    await details.getByRole('button', { name: /cities/ }).click()
    await details.getByText('cities:').waitFor()
  },

  async 'detail-prompts'(stage) {
    const details = await openServer(stage, 'docs_search', 'prompts')
    await details.getByRole('button', { name: /greet/i }).first().click()
  },

  async 'detail-timeline'(stage) {
    const details = await openServer(stage, 'legacy_search', 'timeline')
    await details.getByRole('radio', { name: stage.t('timeline.range.24h') }).click()
  },

  async timeline(stage) {
    await screen(stage, 'timeline')
    await stage.page.getByRole('radio', { name: stage.t('timeline.range.24h') }).click()
    await stage.page.getByText('legacy_search').first().waitFor()
  },

  async 'detail-checks'(stage) {
    const details = await openServer(stage, 'legacy_search', 'checks')
    await details.getByRole('row').nth(3).waitFor()
  },

  async 'detail-doctor'(stage) {
    const details = await openServer(stage, 'legacy_search', 'doctor')
    const run = details.getByRole('button', { name: stage.t('doctor.run') })
    const again = details.getByRole('button', { name: stage.t('doctor.again') })
    await run.or(again).first().click()
    await details.getByRole('button', { name: stage.t('doctor.copy') }).waitFor()
  },

  async 'detail-log'(stage) {
    const details = await openServer(stage, 'legacy_search', 'log')
    await details.getByText('9000').first().waitFor()
  },

  async 'detail-configuration'(stage) {
    const details = await openServer(stage, 'image_tools', 'configuration')
    await details.getByText('image_tools').nth(1).waitFor()
  },

  async selection(stage) {
    const { page, t } = stage
    await openServer(stage, 'weather_service', 'overview')
    await page.getByRole('button', { name: t('detail.close') }).click()
    for (const name of ['weather_service', 'weather_backup', 'image_tools'])
      await page.getByRole('row', { name, exact: true }).click({ modifiers: ['ControlOrMeta'] })
    return () => page.getByRole('button', { name: t('select.none') }).click()
  },

  async 'selection-equal'(stage) {
    const { page, t } = stage
    await openServer(stage, 'weather_service', 'overview')
    await page.getByRole('button', { name: t('detail.close') }).click()
    for (const name of ['weather_service', 'weather_backup'])
      await page.getByRole('row', { name, exact: true }).click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('button', { name: t('equal.menu') }).click()
    await page.getByLabel(t('equal.service')).waitFor()
    return async () => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: t('select.none') }).click()
    }
  },

  async nothing(stage) {
    const { page, t } = stage
    await openServer(stage, 'weather_service', 'overview')
    await page.getByRole('button', { name: t('detail.close') }).click()
    await page.getByRole('searchbox', { name: t('search.label') }).fill('teapot')
    await page.getByText(t('servers.nothing')).waitFor()
    return () => page.getByRole('searchbox', { name: t('search.label') }).fill('')
  },

  async 'detail-approval'(stage) {
    const details = await openServer(stage, 'notes_files', 'overview')
    await details.getByRole('region', { name: stage.t('approval.title.command') }).waitFor()
  },

  async 'detail-down'(stage) {
    await openServer(stage, 'legacy_search', 'overview')
  },

  async 'add-server'(stage) {
    const { page, t } = stage
    await screen(stage, 'servers')
    await page
      .getByRole('button', { name: t('action.add'), exact: true })
      .first()
      .click()
    const form = await dialog(page, t('dialog.addTitle'))
    await form.getByLabel(t('dialog.name'), { exact: true }).fill('maps_geocoder')
    await form.getByLabel(t('dialog.url'), { exact: true }).fill('https://maps.example.com/mcp')
    await form.getByLabel(t('dialog.tags')).fill('maps,api,')
    await form.getByLabel(t('dialog.description')).focus()
    return () => form.getByRole('button', { name: t('action.cancel') }).click()
  },

  async 'import-preview'(stage) {
    const { page, t, demo } = stage
    await screen(stage, 'servers')
    await page.getByLabel(t('import.pick')).setInputFiles(demo.importFile())
    const preview = await dialog(page, t('import.title'))
    await preview.getByText('maps_geocoder').first().waitFor()
    return () => preview.getByRole('button', { name: t('action.cancel') }).click()
  },

  async 'add-box'(stage) {
    const { page, t } = stage
    await screen(stage, 'servers')
    await page
      .getByRole('button', { name: t('action.import'), exact: true })
      .first()
      .click()
    await page.getByRole('menuitem', { name: t('paste.text') }).click()
    const box = await dialog(page, t('box.title'))
    const entry = {
      command: 'npx',
      args: ['-y', '@example/notes-mcp@1.4.0', '--root', '/srv/notes'],
      env: { NOTES_TOKEN: `\${input:notes-token}`, LOG_LEVEL: 'info' },
      autoApprove: ['search_notes'],
    }
    const config = Buffer.from(JSON.stringify(entry)).toString('base64')
    await box
      .getByLabel(t('box.label'))
      .fill(`cursor://anysphere.cursor-deeplink/mcp/install?name=notes&config=${config}`)
    await box.getByText('@example/notes-mcp').first().waitFor()
    return () => box.getByRole('button', { name: t('action.cancel') }).click()
  },

  async discovery(stage) {
    await screen(stage, 'discovery')
    await stage.page.getByText('"scope"').first().waitFor()
  },

  async sharing(stage) {
    const { page, t } = stage
    await screen(stage, 'settings')
    const choice = page.getByRole('combobox', { name: t('setting.sharing') })
    await choice.selectOption('on')
    await page.getByText('/api/discover').waitFor()
    await choice.scrollIntoViewIfNeeded()
    return async () => {
      await choice.selectOption('off')
    }
  },

  async 'add-source'(stage) {
    const { page, t, demo } = stage
    await screen(stage, 'discovery')
    await page.getByRole('button', { name: t('sourceDialog.open') }).click()
    const form = await dialog(page, t('sourceDialog.title'))
    await form.getByLabel(t('sourceDialog.path')).fill(demo.importFile())
    await form.getByRole('button', { name: t('sourceDialog.test') }).click()
    await form.getByRole('list', { name: t('sourceTest.steps') }).waitFor()
    return () => form.getByRole('button', { name: t('action.cancel') }).click()
  },

  async clients(stage) {
    await screen(stage, 'discovery')
    const card = stage.page.getByRole('article', { name: stage.t('clients.title') })
    await card.getByText('Cursor', { exact: true }).waitFor()
    await card.scrollIntoViewIfNeeded()
  },

  async 'client-import'(stage) {
    const { page, t } = stage
    await screen(stage, 'discovery')
    await page.getByRole('button', { name: t('clients.showOf', { name: 'Cursor' }) }).click()
    const found = await dialog(page, t('clients.from', { name: 'Cursor' }))
    await found.getByText('@example/files').first().waitFor()
    return () => found.getByRole('button', { name: t('action.cancel') }).click()
  },

  async 'use-in'(stage) {
    const { page, t } = stage
    await openServer(stage, 'weather_service', 'overview')
    await page.getByRole('button', { name: t('detail.close') }).click()
    await page.getByRole('row', { name: 'weather_service', exact: true }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: t('useIn.action') }).click()
    const use = await dialog(page, t('useIn.title'))
    await use.getByText('"weather_service"').waitFor()
    return () => use.getByRole('button', { name: t('action.cancel') }).click()
  },

  async inbox(stage) {
    await screen(stage, 'inbox')
    await stage.page.getByRole('feed').first().waitFor()
  },

  async activity(stage) {
    await screen(stage, 'activity')
  },

  async processes(stage) {
    await screen(stage, 'processes')
    await stage.page
      .getByRole('grid', { name: stage.t('screen.processes') })
      .getByText('%')
      .first()
      .waitFor()
  },

  async settings(stage) {
    await screen(stage, 'settings')
  },

  async models(stage) {
    const { page, t } = stage
    await screen(stage, 'settings')
    const models = page.getByRole('region', { name: t('settings.sections.models'), exact: true })
    await models.getByRole('button', { name: t('models.add') }).click()
    const kinds = await dialog(page, t('models.add'))
    await kinds.getByRole('option').first().waitFor()
    return () => page.keyboard.press('Escape')
  },

  async licences(stage) {
    const { page, t } = stage
    await screen(stage, 'settings')
    await page.getByRole('button', { name: t('settings.showLicences') }).click()
    const licences = await dialog(page, t('licences.title'))
    await licences.getByText('zod').first().waitFor()
    return () => page.keyboard.press('Escape')
  },

  async shortcuts({ page, t }) {
    await page.keyboard.press('?')
    await dialog(page, t('shortcuts.title'))
    return () => page.keyboard.press('Escape')
  },

  async palette({ page, t }) {
    await page.keyboard.press('ControlOrMeta+k')
    const palette = await dialog(page, t('palette.title'))
    await palette.getByRole('combobox').fill('we')
    return () => page.keyboard.press('Escape')
  },

  async drop({ page, demo, t }) {
    await page.keyboard.press('Escape')
    const cdp = await page.context().newCDPSession(page)
    const data = { items: [], files: [demo.importFile()], dragOperationsMask: 1 }
    for (const type of /** @type {const} */ (['dragEnter', 'dragOver']))
      await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
    await page.getByText(t('import.dropText')).waitFor()
    return () => cdp.send('Input.dispatchDragEvent', { type: 'dragCancel', x: 400, y: 300, data })
  },
}

/** What a newcomer sees. @param {Omit<Stage, 'demo'>} stage */
export async function firstStart({ page, t }) {
  await page.getByRole('heading', { name: t('first.title') }).waitFor()
}
