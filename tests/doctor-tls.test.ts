import { createServer } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Certificate, certificate, issuer } from './certificates'
import { answering, DoctorRoom, listening, stepOf, told } from './doctor-room'
import { startServer } from './servers/start'

let room: DoctorRoom
let known: Certificate
let unknown: Certificate

beforeAll(async () => {
  known = await issuer('Known Issuer')
  unknown = await issuer('Unknown Issuer')
  setDefaultCACertificates([...getCACertificates('default'), known.cert])
  return () => setDefaultCACertificates(getCACertificates('bundled'))
})
beforeEach(async () => {
  room = new DoctorRoom()
  await room.start()
})
afterEach(() => room[Symbol.asyncDispose]())

const page = (given: Certificate) =>
  answering((_request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end()
  }, given)

test('a certificate that is good passes, and its facts are told', async () => {
  await using server = await page(await certificate('localhost', { ca: known }))
  const examination = await room.examine({ url: server.url })
  expect(told(examination)).toEqual(
    expect.arrayContaining(['tcp ok', 'tls ok', 'http failed path-not-found']),
  )
  expect(stepOf(examination, 'tls').facts).toMatchObject({
    subject: 'localhost',
    names: 'localhost',
    issuer: 'Known Issuer',
    tlsVersion: 'TLSv1.3',
    daysLeft: 89,
    validFrom: expect.stringMatching(/Z$/u),
    validTo: expect.stringMatching(/Z$/u),
  })
})

test('one that expires in six days passes with a warning', async () => {
  await using server = await page(await certificate('localhost', { ca: known, toDays: 6 }))
  const examination = await room.examine({ url: server.url })
  expect(told(examination)).toContain('tls warning tls-expires-soon')
  expect(stepOf(examination, 'tls').facts.daysLeft).toBe(5)
})

describe('a certificate that is not good ends it, each in its own way', () => {
  const cases: [string, string, () => Promise<Certificate>, string][] = [
    ['expired', 'tls-expired', () => certificate('localhost', { ca: known, fromDays: -9, toDays: -2 }), ''],
    ['of tomorrow', 'tls-not-yet-valid', () => certificate('localhost', { ca: known, fromDays: 2 }), ''],
    [
      'for another host',
      'tls-wrong-host',
      () => certificate('elsewhere.test', { ca: known }),
      'elsewhere.test',
    ],
    ['its own issuer', 'tls-self-signed', () => certificate('localhost'), 'localhost'],
    [
      'of an unknown issuer',
      'tls-untrusted',
      () => certificate('localhost', { ca: unknown }),
      'Unknown Issuer',
    ],
  ]
  test.each(cases)('%s', async (_title, code, made, says) => {
    await using server = await page(await made())
    const examination = await room.examine({ url: server.url })
    expect(told(examination)).toEqual(
      expect.arrayContaining(['tcp ok', `tls failed ${code}`, 'http not-reached']),
    )
    const { finding, facts } = stepOf(examination, 'tls')
    expect(finding?.message).toContain(says)
    expect(finding?.message).not.toContain('?')
    expect(facts.issuer).toBeDefined()
  })
})

test('a server that does not encrypt', async () => {
  await using server = await startServer('modern.ts')
  const examination = await room.examine({ url: server.url.replace('http:', 'https:') })
  expect(told(examination)).toContain('tls failed tls-not-spoken')
})

test('a handshake that is never answered', async () => {
  await using server = await listening(createServer(), 'https://127.0.0.1')
  const examination = await room.examine({ url: server.url, timeout: 0.3 })
  expect(told(examination)).toContain('tls failed timeout')
})
