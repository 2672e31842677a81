import { parentPort } from 'node:worker_threads'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { Ajv, type ValidateFunction } from 'ajv/dist/ajv.js'

/**
 * Checks values against strangers' schemas, one after the other, in a thread that is ended when it takes too long. Formats
 * are remarks, as the dialects have it; nothing is ever loaded.
 */

const options = { strict: false, validateFormats: false, logger: false } as const
/** Compiled and kept; with more all are forgotten. */
const keptMax = 100
const draft = new Ajv(options)
const compilers: Readonly<Record<string, Pick<Ajv, 'compile' | 'removeSchema'>>> = {
  '2020-12': new Ajv2020(options),
  '2019-09': new Ajv2019(options),
  'draft-07': draft,
  // Of what differs nothing is in use: the older dialect is a part of the newer.
  'draft-06': draft,
}
const kept = new Map<string, ValidateFunction | undefined>()

parentPort?.on('message', ({ schema, dialect, value }: Job) => {
  parentPort?.postMessage(check(schema, dialect, value))
})
// Their own rules are compiled with the first schema, which takes longer than any check may.
for (const compiler of Object.values(compilers)) compiler.compile({ type: 'object' })
parentPort?.postMessage('ready')

interface Job {
  readonly schema: Record<string, unknown>
  readonly dialect: string
  readonly value: unknown
}

function check(schema: Job['schema'], dialect: string, value: unknown): object {
  const validate = compiled(schema, dialect)
  if (!validate) return { code: 'schema-invalid' }
  try {
    if (validate(value)) return { code: 'fits' }
  } catch {
    // It leads back to itself for ever.
    return { code: 'schema-invalid' }
  }
  const [first] = validate.errors ?? []
  return { code: 'mismatch', path: first?.instancePath ?? '', keyword: first?.keyword ?? '' }
}

function compiled(schema: Job['schema'], dialect: string): ValidateFunction | undefined {
  const key = `${dialect} ${JSON.stringify(schema)}`
  if (kept.has(key)) return kept.get(key)
  if (kept.size >= keptMax) kept.clear()
  const compiler = compilers[dialect]
  let validate: ValidateFunction | undefined
  try {
    const { $schema: _, ...rest } = schema
    validate = compiler?.compile(rest)
  } catch {
    validate = undefined
  }
  // One schema must not stand for what another server names the same.
  compiler?.removeSchema()
  kept.set(key, validate)
  return validate
}
