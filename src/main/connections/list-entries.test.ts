import { expect, test } from 'vitest'
import { withoutStrays } from './list-entries'

const tools = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ name: `tool_${n}`, inputSchema: { type: 'object' } }))

/** How often everything else had its turn until it was done. */
async function turnsWhile(work: PromiseLike<unknown>): Promise<number> {
  let turns = 0
  let timer = setImmediate(function turn() {
    turns += 1
    timer = setImmediate(turn)
  })
  await work
  clearImmediate(timer)
  return turns
}

test('L17: a long list is looked through slice by slice, and everything else has its turn in between', async () => {
  const long = Promise.resolve(withoutStrays('tools/list', { tools: tools(20_000) }, false, () => {}))
  expect(await turnsWhile(long)).toBeGreaterThanOrEqual(39)
  expect((await long).tools).toHaveLength(10_001)
  expect(
    await turnsWhile(Promise.resolve(withoutStrays('tools/list', { tools: tools(250) }, false, () => {}))),
  ).toBe(0)
})

test('what is no list is answered at once', () => {
  const result = { content: [] }
  expect(withoutStrays('tools/call', result, false, () => {})).toBe(result)
})

test('entries that are none are left out and told', async () => {
  const told: string[] = []
  const sent = [...tools(2), { name: 'nonsense' }, null]
  const result = await withoutStrays('tools/list', { tools: sent }, false, (names) => told.push(names))
  expect(result.tools).toEqual(tools(2))
  expect(told).toEqual(['nonsense, ?'])
})
