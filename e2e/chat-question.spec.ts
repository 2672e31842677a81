import { scriptedOpenai } from '../tests/servers/scripted-openai'
import { audit } from './audit'
import { ChatWindow, calling } from './chat-window'
import { expect, test } from './rollcall'

test('a question in Chinese finds its tool, asks before it runs, and is answered', {
  tag: '@desktop',
}, async ({ rollcall }) => {
  await using model = await scriptedOpenai(
    calling('forecast', { city: '上海', days: 2 }, '明天有雨，**建议带伞。**'),
  ).start()
  const chat = new ChatWindow(rollcall)
  await chat.model(model.url)
  await using _weather = await chat.sample('weather')
  await chat.open()
  await chat.ask('今天天气怎么样？明天要不要带伞')
  const ask = chat.page.getByRole('region', { name: 'A call waits for your approval' })
  await expect(ask).toContainText('weather.get_forecast wants to read.')
  await expect(ask.getByRole('region', { name: 'Exactly what would be sent' })).toHaveText(
    /"city": "上海",\s+"days": 2/u,
  )
  await expect(chat.field).toBeFocused()
  await audit(rollcall.page, 'a call that asks')
  await ask.getByRole('button', { name: 'Allow once' }).click()
  await expect(chat.turns.getByText('建议带伞。')).toBeVisible()
  const call = chat.turns.getByRole('article', { name: 'weather.get_forecast' })
  await expect(call).toContainText('"city":"上海"')
  await call.getByRole('button').click()
  await expect(call).toContainText('you allowed it once')
  await call.getByRole('button', { name: 'Open the full result' }).click()
  const whole = chat.page.getByRole('dialog', { name: 'Result of weather.get_forecast' })
  await expect(whole).toContainText('Shanghai')
  await whole.getByRole('button', { name: 'Close' }).last().click()
})
