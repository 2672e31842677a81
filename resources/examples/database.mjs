import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { answer, refuse } from './answer.mjs'
import { createDemo } from './database-demo.mjs'
import { run } from './serve.mjs'

/** @import { CallToolResult } from '@modelcontextprotocol/sdk/types.js' */

const rowsMax = 200
const quotedOrComment = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g
const readOnly = { readOnlyHint: true, openWorldHint: false }
const Cell = z.union([z.string(), z.number(), z.null()])

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { file: { type: 'string' } },
  strict: false,
})
const file =
  typeof values.file === 'string' ? values.file : join(tmpdir(), `rollcall-sample-${userInfo().username}.db`)

createDemo(file)
/** Writes go through one connection; what a model asks goes through another, which SQLite itself keeps from writing. */
const writing = new DatabaseSync(file)
const reading = new DatabaseSync(file, { readOnly: true })

function create() {
  const server = new McpServer(
    { name: 'database', title: 'Database 数据库', version: '1.0.0' },
    { instructions: 'A small shop in SQLite: customers, orders, notes. 一个小型商店数据库。' },
  )
  addReading(server)
  addNotes(server)
  server.registerResource(
    'schema',
    'sqlite://schema',
    { title: 'Schema 表结构', description: 'The SQL that created every table', mimeType: 'application/sql' },
    (uri) => ({ contents: [{ uri: uri.href, mimeType: 'application/sql', text: schema() }] }),
  )
  return server
}

/** @param {McpServer} server */
function addReading(server) {
  server.registerTool(
    'list_tables',
    {
      title: 'List tables 列出数据表',
      description: 'Every table with its columns and number of rows. 列出所有表、列和行数。',
      outputSchema: {
        tables: z.array(
          z.object({
            name: z.string(),
            rows: z.int(),
            columns: z.array(z.object({ name: z.string(), type: z.string() })),
          }),
        ),
      },
      annotations: readOnly,
    },
    () => answer({ tables: tables() }),
  )
  server.registerTool(
    'query',
    {
      title: 'Query 查询',
      description: `Runs one SELECT (or WITH … SELECT) and returns at most ${rowsMax} rows. Cannot change anything. 执行一条只读查询。`,
      inputSchema: {
        sql: z
          .string()
          .min(1)
          .max(10_000)
          .describe('e.g. SELECT city, COUNT(*) FROM customers GROUP BY city'),
      },
      outputSchema: {
        columns: z.array(z.string()),
        rows: z.array(z.array(Cell)),
        truncated: z.boolean().describe(`True where there were more than ${rowsMax} rows`),
      },
      annotations: readOnly,
    },
    ({ sql }) => attempt(() => answer(query(sql))),
  )
}

/** @param {McpServer} server */
function addNotes(server) {
  server.registerTool(
    'insert_note',
    {
      title: 'Insert a note 写入便笺',
      description: 'Adds a note to the table "notes" and keeps it. 在 notes 表中新增一条便笺。',
      inputSchema: { title: z.string().min(1).max(200), text: z.string().max(10_000) },
      outputSchema: { id: z.int(), created_at: z.iso.datetime() },
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: false,
        openWorldHint: false,
      },
    },
    ({ title, text }) => {
      const createdAt = new Date().toISOString()
      const insert = writing.prepare('INSERT INTO notes (title, text, created_at) VALUES (?, ?, ?)')
      return answer({ id: Number(insert.run(title, text, createdAt).lastInsertRowid), created_at: createdAt })
    },
  )
  server.registerTool(
    'count_notes',
    {
      title: 'Count notes 统计便笺',
      description: 'How many notes there are. 便笺总数。',
      outputSchema: { notes: z.int() },
      annotations: readOnly,
    },
    () => answer({ notes: countOf('notes') }),
  )
}

function tables() {
  const names = reading.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  )
  return names.all().map(({ name }) => {
    const columns = reading.prepare('SELECT name, type FROM pragma_table_info(?)').all(String(name))
    return {
      name: String(name),
      rows: countOf(String(name)),
      columns: columns.map((column) => ({ name: String(column.name), type: String(column.type) })),
    }
  })
}

/** @param {string} table */
function countOf(table) {
  const row = reading.prepare(`SELECT COUNT(*) AS count FROM "${table.replaceAll('"', '""')}"`).get()
  return Number(row?.count)
}

function schema() {
  const rows = reading.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').all()
  return rows.map(({ sql }) => `${sql};`).join('\n\n')
}

/**
 * Throws where it is not one reading statement. What follows a first statement would be dropped in silence
 * by SQLite, so anything after a semicolon is refused instead.
 * @param {string} sql
 */
function query(sql) {
  const code = sql.replace(quotedOrComment, ' ').trim().replace(/;$/, '')
  if (!/^(select|with)\b/i.test(code)) throw new Error('Only SELECT or WITH … SELECT is run here.')
  if (code.includes(';')) throw new Error('One statement at a time.')
  const statement = reading.prepare(sql)
  const columns = statement.columns().map(({ name }) => name)
  statement.setReturnArrays(true)
  statement.setReadBigInts(true)
  /** @type {(string | number | null)[][]} */
  const rows = []
  for (const row of statement.iterate()) {
    if (rows.length === rowsMax) return { columns, rows, truncated: true }
    rows.push(Object.values(row).map(cellOf))
  }
  return { columns, rows, truncated: false }
}

/** Integers beyond what JSON carries exactly become text. @param {unknown} value */
function cellOf(value) {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  return value instanceof Uint8Array ? `[${value.length} bytes]` : String(value)
}

/** What SQLite refuses is the caller's to read and correct. @param {() => CallToolResult} work */
function attempt(work) {
  try {
    return work()
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

await run({ name: 'database', port: 8002, create })
