import { ORPCError } from '@orpc/client'
import { expect, it } from 'vitest'
import { byCause, forEachServer } from './bulk'
import { aServer } from './server.fixture'

const servers = Array.from({ length: 20 }, (_, index) => aServer({ name: `s${index}` }))

it('does every server, never more than eight at a time', async () => {
  let underWay = 0
  let most = 0
  const ends: number[] = []
  const { done, refused } = await forEachServer(
    servers,
    async ({ name }) => {
      most = Math.max(most, ++underWay)
      await Promise.resolve()
      underWay--
      return name
    },
    (ended) => ends.push(ended),
  )
  expect(most).toBe(8)
  expect(done.map(({ result }) => result).sort()).toEqual(servers.map(({ name }) => name).sort())
  expect(refused).toEqual([])
  expect(ends).toEqual(servers.map((_, index) => index + 1))
})

it('goes on past refusals and tells them by cause, the most frequent first', async () => {
  const { done, refused } = await forEachServer(servers.slice(0, 6), async ({ name }) => {
    if (name === 's1') throw new ORPCError('not-found', { message: 'No s1.' })
    if (['s2', 's4'].includes(name)) throw new ORPCError('needs-approval', { message: 'Approve it.' })
  })
  expect(done.length).toBe(3)
  const told = byCause(refused).map(([{ code }, of]) => [code, of.map(({ name }) => name)])
  expect(told).toEqual([
    ['needs-approval', ['s2', 's4']],
    ['not-found', ['s1']],
  ])
})
