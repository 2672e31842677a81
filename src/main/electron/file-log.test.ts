import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileLog } from './file-log'

describe('the log file', () => {
  let directory = ''
  let file = ''
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rollcall-log-'))
    file = join(directory, 'rollcall.log')
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  it('has each line on disk at once, for this user only', () => {
    fileLog(file).warn({ server: 'weather' }, 'it rains')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ server: 'weather', msg: 'it rains' })
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('keeps tokens and headers to itself', () => {
    fileLog(file).info({ token: 'ROLLCALL_CANARY', request: { headers: { a: 'ROLLCALL_CANARY' } } }, 'asked')
    expect(readFileSync(file, 'utf8')).not.toContain('ROLLCALL_CANARY')
  })

  it('says no more than asked for, and takes a level nobody knows for the usual one', () => {
    const log = fileLog(file, 'chatty')
    log.debug({}, 'detail')
    log.info({}, 'fact')
    expect(readFileSync(file, 'utf8')).toMatch(/^[^\n]*fact[^\n]*\n$/u)
  })

  it('begins anew when it has grown too long, and keeps the old one once', () => {
    writeFileSync(file, '')
    truncateSync(file, 11 * 1_024 * 1_024)
    fileLog(file).info({}, 'new')
    expect(statSync(file).size).toBeLessThan(1_000)
    expect(statSync(`${file}.old`).size).toBe(11 * 1_024 * 1_024)
  })

  it.runIf(process.platform === 'linux')('does not end the app when the disk is full', () => {
    const log = fileLog('/dev/full')
    expect(() => {
      for (let line = 0; line < 1_000; line += 1) log.info({ line }, 'lost')
    }).not.toThrow()
  })
})
