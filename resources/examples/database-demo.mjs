import { DatabaseSync } from 'node:sqlite'

const schema = `
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  joined_on TEXT NOT NULL
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  product TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  unit_price REAL NOT NULL,
  ordered_on TEXT NOT NULL
);
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at TEXT NOT NULL
);`

/** @type {[name: string, city: string, joinedOn: string][]} */
const customers = [
  ['Ada Byron', 'London', '2024-02-11'],
  ['陈晓明', '上海', '2024-03-05'],
  ['Grace Murray', 'New York', '2024-03-28'],
  ['王芳', '北京', '2024-05-17'],
  ['Hedy Kiesler', 'Vienna', '2024-06-02'],
  ['Juan Pérez', 'Madrid', '2024-08-19'],
  ['李娜', '成都', '2024-09-30'],
  ['Katherine Coleman', 'Hampton', '2025-01-14'],
  ['佐藤健', '东京', '2025-03-22'],
  ["Siobhán O'Neill", 'Dublin', '2025-04-09'],
]

/** @type {[product: string, unitPrice: number][]} */
const products = [
  ['Green tea 绿茶', 12.5],
  ['Notebook', 4.2],
  ['Fountain pen', 38],
  ['Desk lamp', 54.9],
  ['Ink 墨水', 9.75],
]

/**
 * Fills the file with a small shop if it has none yet: 10 customers, 40 orders, 1 note. What is there stays.
 * @param {string} file
 */
export function createDemo(file) {
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE')
    if (!database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'customers'").get()) fill(database)
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}

/** @param {DatabaseSync} database */
function fill(database) {
  database.exec(schema)
  const customer = database.prepare('INSERT INTO customers (name, city, joined_on) VALUES (?, ?, ?)')
  for (const row of customers) customer.run(...row)
  const order = database.prepare(
    'INSERT INTO orders (customer_id, product, quantity, unit_price, ordered_on) VALUES (?, ?, ?, ?, ?)',
  )
  for (let index = 0; index < 40; index += 1) {
    const [product, unitPrice] = products[(index * 3) % products.length] ?? ['Notebook', 4.2]
    const orderedOn = new Date(Date.UTC(2025, 4, 1 + index * 4)).toISOString().slice(0, 10)
    order.run(((index * 7) % customers.length) + 1, product, (index % 4) + 1, unitPrice, orderedOn)
  }
  database
    .prepare('INSERT INTO notes (title, text, created_at) VALUES (?, ?, ?)')
    .run('Welcome 欢迎', 'Notes added with insert_note stay in this file.', new Date().toISOString())
}
