import type { InValue, Row } from '@libsql/client'
import type { z } from 'zod'
import { openDb } from './db'
import type { Book, NewBook } from './schemas'

const SELECT = `SELECT books.*, authors.name AS author_name, authors.born AS author_born
  FROM books JOIN authors ON authors.id = books.author_id`

function toBook(row: Row): z.output<typeof Book> {
  return {
    id: Number(row['id']),
    isbn: String(row['isbn']),
    title: String(row['title']),
    author: {
      id: Number(row['author_id']),
      name: String(row['author_name']),
      born: row['author_born'] === null ? null : Number(row['author_born']),
    },
    priceCents: Number(row['price_cents']),
    stock: Number(row['stock']),
    added: String(row['added']),
  }
}

export interface BookFilter {
  readonly page: number
  readonly perPage: number
  readonly q?: string | undefined
  readonly authorId?: number | undefined
}

export async function listBooks({ page, perPage, q = '', authorId }: BookFilter) {
  const db = await openDb()
  const where = 'WHERE instr(lower(title), lower(?)) > 0 AND (? IS NULL OR author_id = ?)'
  const filter: InValue[] = [q, authorId ?? null, authorId ?? null]
  const count = await db.execute({ sql: `SELECT count(*) AS total FROM books ${where}`, args: filter })
  const rows = await db.execute({
    sql: `${SELECT} ${where} ORDER BY books.id LIMIT ? OFFSET ?`,
    args: [...filter, perPage, (page - 1) * perPage],
  })
  return { items: rows.rows.map(toBook), page, perPage, total: Number(count.rows[0]?.['total']) }
}

export async function findBook(id: number) {
  const { rows } = await (await openDb()).execute({ sql: `${SELECT} WHERE books.id = ?`, args: [id] })
  return rows[0] ? toBook(rows[0]) : undefined
}

/** Adds a book; `taken` when its ISBN is there already, `author` when nobody has that id. */
export async function addBook(book: z.output<typeof NewBook>) {
  const db = await openDb()
  const author = await db.execute({ sql: 'SELECT 1 FROM authors WHERE id = ?', args: [book.authorId] })
  if (author.rows.length === 0) return 'author' as const
  const { rows } = await db.execute({
    sql: `INSERT INTO books (isbn, title, author_id, price_cents, stock, added) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING RETURNING id`,
    args: [book.isbn, book.title, book.authorId, book.priceCents, book.stock, new Date().toISOString()],
  })
  return rows[0] ? ((await findBook(Number(rows[0]['id']))) ?? ('taken' as const)) : ('taken' as const)
}

export interface BookChange {
  readonly title?: string | undefined
  readonly priceCents?: number | undefined
  readonly stock?: number | undefined
}

export async function changeBook(id: number, { title, priceCents, stock }: BookChange) {
  await (
    await openDb()
  ).execute({
    sql: `UPDATE books SET title = coalesce(?, title), price_cents = coalesce(?, price_cents), stock = coalesce(?, stock)
      WHERE id = ?`,
    args: [title ?? null, priceCents ?? null, stock ?? null, id],
  })
  return findBook(id)
}

/** True when there was such a book. */
export async function removeBook(id: number): Promise<boolean> {
  const { rowsAffected } = await (await openDb()).execute({ sql: 'DELETE FROM books WHERE id = ?', args: [id] })
  return rowsAffected > 0
}
