import { expect, test } from 'vitest'
import { readSets, scoresOf } from '../bench/routing-sets.mjs'

const [set] = readSets(new URL('../bench/routing/', import.meta.url).pathname)
const { servers = [], questions = [] } = set ?? {}

test('every label of the questions is a tool or a server of the catalogue', () => {
  const names = new Set(servers.map(({ name }) => name))
  const tools = new Set(servers.flatMap(({ name, tools }) => tools.map((tool) => `${name}/${tool.name}`)))
  expect(tools.size).toBe(servers.flatMap(({ tools }) => tools).length)
  for (const { id, groups = [], server_groups = [] } of questions) {
    expect([id, groups.flat().filter((tool) => !tools.has(tool))]).toEqual([id, []])
    expect([id, server_groups.flat().filter((name) => !names.has(name))]).toEqual([id, []])
    expect([id, groups.length, server_groups.length].slice(1)).not.toContain(0)
  }
})

test('every question is asked once in each language', () => {
  const pairs = Map.groupBy(questions, ({ pair }) => pair)
  expect(pairs.size).toBeGreaterThanOrEqual(60)
  for (const pair of pairs.values()) expect(pair.map(({ lang }) => lang).sort()).toEqual(['en', 'zh'])
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length)
})

test('an answer is scored by the needs it meets and by where it meets them', () => {
  const [at1, at3, at5, at10, mrr, ndcg] = scoresOf([['a', 'b'], ['c']], ['x', 'b', 'a', 'y', 'z', 'c'])
  expect([at1, at3, at5, at10, mrr]).toEqual([0, 0.5, 0.5, 1, 0.5])
  const gain = 1 / Math.log2(3) + 1 / Math.log2(7)
  expect(ndcg).toBeCloseTo(gain / (1 + 1 / Math.log2(3)))
  expect(scoresOf([['a']], [])).toEqual([0, 0, 0, 0, 0, 0])
})
