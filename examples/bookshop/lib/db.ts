import { createClient, type Client } from '@libsql/client'

const TABLES = `
  CREATE TABLE IF NOT EXISTS authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born INTEGER);
  CREATE TABLE IF NOT EXISTS books (
    id INTEGER PRIMARY KEY,
    isbn TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    author_id INTEGER NOT NULL REFERENCES authors (id),
    price_cents INTEGER NOT NULL,
    stock INTEGER NOT NULL,
    added TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS covers (book_id INTEGER PRIMARY KEY REFERENCES books (id), type TEXT, bytes BLOB);
  CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    status TEXT NOT NULL,
    total_cents INTEGER NOT NULL,
    payment TEXT NOT NULL,
    placed TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS order_lines (order_id INTEGER, book_id INTEGER, quantity INTEGER, price_cents INTEGER);
  INSERT OR IGNORE INTO authors (id, name, born) VALUES (1, 'Ursula K. Le Guin', 1929), (2, 'Stanisław Lem', 1921);
  INSERT OR IGNORE INTO books (id, isbn, title, author_id, price_cents, stock, added) VALUES
    (1, '9780061054884', 'The Dispossessed', 1, 1299, 4, '2026-01-05T10:00:00.000Z'),
    (2, '9780441478125', 'The Left Hand of Darkness', 1, 1199, 7, '2026-01-06T10:00:00.000Z'),
    (3, '9780156027601', 'Solaris', 2, 1099, 0, '2026-01-07T10:00:00.000Z');
`

let opened: Promise<Client> | undefined

/** The shop's database: a file beside the project, made and filled when first asked for. */
export function openDb(): Promise<Client> {
  opened ??= open()
  return opened
}

async function open(): Promise<Client> {
  const client = createClient({ url: process.env['DATABASE_URL'] ?? 'file:bookshop.db' })
  await client.executeMultiple(TABLES)
  return client
}
