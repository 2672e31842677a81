import { describe, expect, it } from 'vitest'
import { TestClock } from '../../../tests/clock'
import { InstallLinks, installLinkIn } from './install-links'

function links() {
  const clock = new TestClock()
  const shown: string[] = []
  const opened: number[] = []
  const taken = new InstallLinks({
    clock,
    show: (link) => shown.push(link),
    openWindow: () => opened.push(clock.now()),
  })
  return { clock, shown, opened, taken }
}

const link = 'rollcall://v1/install?config=e30='

describe('an install link among arguments', () => {
  it('B073, B074: is the first that is one, whatever stands beside it', () => {
    expect(
      installLinkIn(['/opt/rollcall', '--inspect=0.0.0.0:9229', link, 'rollcall://install?config=x']),
    ).toBe(link)
  })

  it.each([
    ['B071', 'rollcall://approve?id=1'],
    ['B071', 'rollcall://settings?autoApprove=1'],
    ['B072', 'rollcall://../../'],
    ['B072', 'rollcall:install'],
    ['B072', 'ROLLCALL://INSTALL?config=e30='],
    ['B072', 'rollcall://me@v1/install?config=e30='],
    ['B072', 'rollcall://v1:1/install?config=e30='],
    ['B074', 'rollcall://install?config=x" --inspect "'],
    ['a long one', `rollcall://install?config=${'x'.repeat(70_000)}`],
  ])('%s: is not %s', (_number, argument) => {
    expect(installLinkIn([argument])).toBeUndefined()
  })
})

describe('install links that come', () => {
  it('B069: are one where the same comes a hundred times, and take the focus once in 5 s', async () => {
    const { clock, shown, opened, taken } = links()
    for (let time = 0; time < 100; time += 1) expect(taken.take([link])).toBe(true)
    expect(shown).toEqual([link])
    expect(opened).toHaveLength(1)
    taken.take([`${link}#other`])
    expect(shown).toHaveLength(2)
    expect(opened).toHaveLength(1)
    await clock.advance(5_000)
    taken.take([link])
    expect(opened).toHaveLength(2)
  })

  it('are none where there is none', () => {
    const { shown, opened, taken } = links()
    expect(taken.take(['--minimized'])).toBe(false)
    expect([shown, opened]).toEqual([[], []])
  })
})
