import type { Row } from '@libsql/client'
import type { z } from 'zod'
import { openDb } from './db'
import type { NewOrder, Order } from './schemas'

function toOrder(row: Row): z.output<typeof Order> {
  return {
    id: Number(row['id']),
    email: String(row['email']),
    status: row['status'] === 'paid' ? 'paid' : row['status'] === 'cancelled' ? 'cancelled' : 'placed',
    totalCents: Number(row['total_cents']),
    paymentKind: row['payment'] === 'card' ? 'card' : 'invoice',
    placed: String(row['placed']),
  }
}

/** Places an order in one transaction; undefined when a book is unknown or there are not enough of it. */
export async function placeOrder({ email, lines, payment }: z.output<typeof NewOrder>) {
  const transaction = await (await openDb()).transaction('write')
  try {
    let total = 0
    for (const { bookId, quantity } of lines) {
      const { rows } = await transaction.execute({
        sql: 'UPDATE books SET stock = stock - ? WHERE id = ? AND stock >= ? RETURNING price_cents',
        args: [quantity, bookId, quantity],
      })
      if (!rows[0]) return undefined
      total += Number(rows[0]['price_cents']) * quantity
    }
    const { rows } = await transaction.execute({
      sql: `INSERT INTO orders (email, status, total_cents, payment, placed) VALUES (?, 'placed', ?, ?, ?) RETURNING *`,
      args: [email, total, payment.kind, new Date().toISOString()],
    })
    await transaction.commit()
    return rows[0] && toOrder(rows[0])
  } finally {
    // Without effect after a commit.
    transaction.close()
  }
}

export async function findOrder(id: number) {
  const { rows } = await (await openDb()).execute({ sql: 'SELECT * FROM orders WHERE id = ?', args: [id] })
  return rows[0] && toOrder(rows[0])
}

export async function listOrders(status: string | undefined) {
  const { rows } = await (
    await openDb()
  ).execute({
    sql: 'SELECT * FROM orders WHERE ? IS NULL OR status = ? ORDER BY id DESC LIMIT 100',
    args: [status ?? null, status ?? null],
  })
  return rows.map(toOrder)
}

/** True when there was such an order. */
export async function settleOrder(id: number, paid: boolean): Promise<boolean> {
  const { rowsAffected } = await (
    await openDb()
  ).execute({
    sql: 'UPDATE orders SET status = ? WHERE id = ?',
    args: [paid ? 'paid' : 'cancelled', id],
  })
  return rowsAffected > 0
}
