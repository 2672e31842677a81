import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { type RunningServer, startServer } from '../tests/servers/start'
import { audit } from './audit'
import { expect, type Rollcall, test } from './rollcall'
import { Window } from './window'

/** The details of the showcase at its tools, with room to see them. */
async function openTools(rollcall: Rollcall, server: RunningServer): Promise<Locator> {
  await rollcall.page.setViewportSize({ width: 1360, height: 860 })
  await rollcall.api('POST', '/servers', { name: 'showcase', url: server.url })
  const window = new Window(rollcall.page)
  await window.button('Close the chat').click()
  await window.expectStanding('showcase', 'Up')
  return window.open('showcase', 'Tools')
}

async function choose(details: Locator, tool: string): Promise<void> {
  await details.getByRole('searchbox', { name: 'Search tools' }).fill(tool)
  await details.getByRole('button', { name: tool }).first().click()
}

const run = (details: Locator) => details.getByRole('button', { name: 'Run', exact: true }).click()
const result = (details: Locator) => details.getByRole('region', { name: 'Result', exact: true })

async function give(details: Locator, tool: string): Promise<Locator> {
  await choose(details, tool)
  await run(details)
  // Ten million characters take their time on a busy machine.
  await expect(result(details).getByRole('heading', { name: /Result|error/ })).toBeVisible({
    timeout: 45_000,
  })
  return result(details)
}

test('thousands of tools are searched by name, title and description, and walked by keys', async ({
  rollcall,
}) => {
  await using server = await startServer('showcase.mjs', ['--tools', '3000'])
  const { page } = rollcall
  const details = await openTools(rollcall, server)
  const search = details.getByRole('searchbox', { name: 'Search tools' })
  expect(await details.getByRole('listitem').count()).toBeLessThan(80)

  await search.fill('tool_2999')
  await expect(details.getByText('1 of 3,031')).toBeVisible()
  await search.fill('needle haystack')
  const annotated = details.getByRole('button', { name: /A tool with a title/ })
  await expect(annotated).toContainText('may destroy')
  await search.press('ArrowDown')
  await expect(annotated).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(details.getByRole('heading', { name: 'A tool with a title annotated' })).toBeVisible()
  await expect(details.getByText('repeatable')).toBeVisible()
  await audit(page, 'tools searched')

  await search.fill('nothing like it')
  await expect(details.getByText('No tool fits.')).toBeVisible()
  await details.getByRole('button', { name: 'Clear the search' }).click()
  await expect(search).toBeFocused()
  await search.press('ArrowDown')
  await expect(search).not.toBeFocused()
  await page.keyboard.press('End')
  await expect(details.getByRole('button', { name: 'tool_3000' })).toBeFocused()
  await page.keyboard.press('Enter')

  await details.getByRole('tab', { name: 'Overview' }).click()
  await details.getByRole('tab', { name: /^Tools/ }).click()
  await expect(details.getByRole('heading', { name: 'tool_3000' })).toBeVisible()
})

test('a form asks for what the schema says, and its values go to JSON and back', async ({ rollcall }) => {
  await using server = await startServer('showcase.mjs')
  const { page } = rollcall
  const details = await openTools(rollcall, server)
  await choose(details, 'form_everything')

  await test.step('what is missing is said beside its field, which gets the focus', async () => {
    await expect(details.getByLabel('days')).toHaveValue('3')
    await run(details)
    const city = details.getByRole('textbox', { name: /^city/ })
    await expect(city).toBeFocused()
    await expect(details.getByText('This is needed.').first()).toBeVisible()
    await audit(page, 'form with problems')
  })

  await details.getByRole('textbox', { name: /^city/ }).fill('Oslo')
  await details.getByLabel('days').fill('5')
  await details.getByLabel('unit').selectOption('fahrenheit')
  await details.getByLabel('Level').selectOption('High')
  await details.getByRole('checkbox', { name: 'hourly' }).click()
  await details.getByRole('textbox', { name: /^street/ }).fill('Karl Johans gate')
  await details.getByLabel('lat').fill('59.9')
  const tags = details.getByRole('group', { name: 'Tags' })
  await tags.getByRole('button', { name: 'Add an item' }).click()
  await tags.getByRole('button', { name: 'Add an item' }).click()
  await tags.getByRole('textbox').nth(0).fill('second')
  await tags.getByRole('textbox').nth(1).fill('first')
  await tags.getByRole('button', { name: 'Move item 2 up' }).click()
  await details.getByRole('checkbox', { name: 'Wed' }).click()
  await details.getByRole('combobox', { name: 'Target' }).selectOption('Number')
  await details.getByRole('spinbutton', { name: /^id/ }).fill('7')

  const wanted = {
    city: 'Oslo',
    days: 5,
    unit: 'fahrenheit',
    level: 2,
    hourly: false,
    address: { street: 'Karl Johans gate', geo: { lat: 59.9 } },
    tags: ['first', 'second'],
    weekdays: ['Wed'],
    target: { id: 7 },
  }
  await test.step('as JSON, and from JSON', async () => {
    await details.getByRole('checkbox', { name: 'As JSON' }).click()
    const raw = details.getByLabel('Arguments (JSON)')
    expect(JSON.parse(await raw.inputValue())).toEqual(wanted)
    await raw.fill('{\n  "city": "Lima",\n  "days" 2\n}')
    await details.getByRole('checkbox', { name: 'As JSON' }).click()
    await expect(details.getByText('This is not JSON from line 3, column 10 on.')).toBeVisible()
    await raw.fill(JSON.stringify({ ...wanted, city: 'Lima' }))
    await details.getByRole('checkbox', { name: 'As JSON' }).click()
    await expect(details.getByRole('textbox', { name: /^city/ })).toHaveValue('Lima')
  })

  await page.keyboard.press('Control+Enter')
  await expect(result(details)).toContainText('"Lima"')
  const text = await result(details).getByRole('region', { name: 'Text' }).textContent()
  expect(JSON.parse(text ?? '')).toEqual({ ...wanted, city: 'Lima' })
})

test('schemas that mean harm, or are none, still let the tool be run', async ({ rollcall }) => {
  await using server = await startServer('showcase.mjs')
  const details = await openTools(rollcall, server)
  const sentences = {
    form_deep: 'nested too deeply for a form',
    form_nowhere: 'refers to something that is not in it',
    form_remote: 'refers to something that is not in it',
    form_broken: 'has mistakes',
  }
  for (const [tool, sentence] of Object.entries(sentences)) {
    await choose(details, tool)
    await expect(details.getByText(sentence)).toBeVisible()
    await details.getByLabel('Arguments (JSON)').fill('{"given": 1}')
    await run(details)
    await expect(result(details)).toContainText('"given": 1')
  }
  for (const tool of [
    'form_names',
    'form_patterns',
    'form_loose',
    'form_recursive',
    'form_huge_enum',
    'form_long_names',
  ]) {
    await choose(details, tool)
    await run(details)
    await expect(result(details).getByRole('heading', { name: 'Result' })).toBeVisible()
  }
})

test('progress is shown while a tool runs; Stop answers at once and is no error', async ({ rollcall }) => {
  await using server = await startServer('showcase.mjs')
  const { page } = rollcall
  const details = await openTools(rollcall, server)
  await choose(details, 'count')
  await details.getByLabel('to', { exact: true }).fill('500')
  await run(details)
  const progress = details.getByRole('progressbar', { name: 'Progress' })
  await expect(progress).toHaveAttribute('aria-valuenow', /\d/)
  await expect(details.getByText(/^Counted \d+$/)).toBeVisible()
  await audit(page, 'a running tool')

  await test.step('it goes on while one looks elsewhere', async () => {
    await choose(details, 'reads')
    await choose(details, 'count')
    await expect(progress).toBeVisible()
  })

  await details.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(result(details).getByRole('heading', { name: 'Stopped' })).toBeVisible()
  await expect(details.getByRole('button', { name: 'Run', exact: true })).toBeFocused()

  await details.getByLabel('to', { exact: true }).fill('30')
  await details.getByRole('checkbox', { name: 'knowsTotal' }).click()
  await run(details)
  await expect(progress).not.toHaveAttribute('aria-valuenow', /./)
  await expect(result(details)).toContainText('Counted to 30.')
  await server.kill()
})

test('every kind of answer is shown for what it is', async ({ rollcall }) => {
  await using server = await startServer('showcase.mjs')
  const { page } = rollcall
  const details = await openTools(rollcall, server)

  await test.step('T40, T41: text, and markup as text', async () => {
    await expect(await give(details, 'give_markup')).toContainText('<img src=x onerror=alert(1)>')
    await expect(await give(details, 'give_strange')).toContainText('\\u{202e}gnp.exe')
    await expect(await give(details, 'give_nothing')).toContainText('answered with nothing')
  })

  await test.step('a structure, opened and searched', async () => {
    const answer = await give(details, 'give_structured')
    await expect(answer.getByText('"found it"')).toBeHidden()
    await answer.getByRole('button', { name: 'Open everything' }).click()
    await expect(answer.getByText('"found it"')).toBeVisible()
    await audit(page, 'structure')
    await answer.getByRole('searchbox', { name: 'Search the result' }).fill('needle')
    await expect(answer.getByText('.nested.deeper.deepest.needle:')).toBeVisible()
  })

  await test.step('a picture, small and large', async () => {
    const answer = await give(details, 'give_image')
    await expect(answer.getByText(/image\/png · 10 × 10 · \d+ bytes/)).toBeVisible()
    await answer.getByRole('button', { name: /Picture from the server/ }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('img')).toBeVisible()
    await audit(page, 'picture')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect((await give(details, 'give_svg')).getByRole('img')).toHaveCount(0)
  })

  await test.step('a sound', async () => {
    const answer = await give(details, 'give_audio')
    await expect(answer.getByLabel('Sound from the tool (audio/wav)')).toBeVisible()
    await audit(page, 'sound')
  })

  await test.step('an error the tool reports', async () => {
    const answer = await give(details, 'give_error')
    await expect(answer.getByRole('heading', { name: 'The tool reports an error' })).toBeVisible()
    await expect(answer).toContainText('not a disk')
  })

  await test.step('a resource with its content, and a link that opens among the resources', async () => {
    await expect(await give(details, 'give_resource')).toContainText('Embedded words.')
    const answer = await give(details, 'give_link')
    const link = answer.getByRole('article', { name: /Summary of 2026/ })
    await expect(link).toContainText('text/markdown · 12.3 kB')
    await audit(page, 'link')
    await link.getByRole('button', { name: 'Open in Resources' }).click()
    await expect(details.getByRole('tab', { name: /^Resources/ })).toHaveAttribute('aria-selected', 'true')
  })
})

test('ten million characters are cut first, and shown in full on demand', async ({ rollcall }) => {
  await using server = await startServer('showcase.mjs')
  const details = await openTools(rollcall, server)
  const answer = await give(details, 'give_huge')
  const text = answer.getByRole('region', { name: 'Text' })
  expect((await text.textContent())?.length).toBe(20_000)
  await answer.getByRole('button', { name: 'Show all 10,540,000 characters' }).click()
  await expect.poll(async () => (await text.textContent())?.length).toBe(10_540_000)
  await expect((await give(details, 'give_many')).getByRole('button', { name: '450 more' })).toBeVisible()
})

test('a run comes back with what was asked and what it answered; results and calls are taken away', async ({
  rollcall,
}) => {
  await using server = await startServer('showcase.mjs')
  const { page } = rollcall
  const details = await openTools(rollcall, server)
  await choose(details, 'form_loose')
  for (const word of ['one', 'two']) {
    await details.getByLabel('maybe').fill(word)
    await run(details)
    await expect(result(details)).toContainText(`"maybe": "${word}"`)
  }
  await details.getByRole('radio', { name: 'Runs 2' }).click()
  const runs = details.getByRole('region', { name: 'Runs' })
  await expect(runs.getByRole('listitem').first()).toContainText('"two"')
  await audit(page, 'runs')
  await runs.getByRole('button', { name: /"two"/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(details.getByLabel('maybe')).toHaveValue('one')
  await expect(result(details)).toContainText('"maybe": "one"')
  await expect(result(details).getByText(/^from \d/)).toBeVisible()

  const saved = page.waitForEvent('download')
  await result(details).getByRole('button', { name: 'Save the result' }).click()
  const file = await saved
  expect(file.suggestedFilename()).toBe('form_loose.json')
  if (rollcall.shell === 'web')
    expect(JSON.parse(await readFile(await file.path(), 'utf8')).content).toHaveLength(1)

  await details.getByRole('radio', { name: /^Runs/ }).click()
  await runs.getByRole('button', { name: 'Clear' }).click()
  await expect(details.getByText('No runs yet')).toBeVisible()
})

test('where it is narrow, the arguments, the answer and the list take turns', async ({ rollcall }) => {
  await using server = await startServer('showcase.mjs')
  const { page } = rollcall
  const details = await openTools(rollcall, server)
  await page.setViewportSize({ width: 900, height: 600 })
  await choose(details, 'form_everything')
  await details.getByRole('radio', { name: 'Result' }).click()
  await run(details)
  await expect(details.getByText('This is needed.').first()).toBeInViewport()
  await expect(details.getByRole('textbox', { name: /^city/ })).toBeFocused()
  await expect(new Window(page).screen('Servers')).toBeInViewport()
  await page.keyboard.type('Oslo')
  await page.keyboard.press('Control+Enter')
  await expect(result(details).getByRole('heading', { name: 'Result' })).toBeInViewport()
  await expect(details.getByRole('button', { name: 'Run', exact: true })).toBeInViewport()
  await details.getByRole('radio', { name: 'Arguments' }).click()
  await expect(details.getByRole('textbox', { name: /^city/ })).toHaveValue('Oslo')
  await audit(page, 'narrow')

  await page.setViewportSize({ width: 680, height: 600 })
  await details.getByRole('button', { name: 'All tools' }).click()
  await choose(details, 'count')
  await expect(details.getByRole('searchbox', { name: 'Search tools' })).toBeHidden()
  await expect(details.getByRole('button', { name: 'Run', exact: true })).toBeInViewport()
})
