import type { IncomingMessage } from 'node:http'
import { openDb } from '@/lib/db'

interface Reply {
  status(code: number): Reply
  json(body: { ok: boolean }): void
}

/** Tells whether the shop can read its database. */
export default async function health(_req: IncomingMessage, res: Reply) {
  try {
    await (await openDb()).execute('SELECT 1')
    res.status(200).json({ ok: true })
  } catch {
    res.status(503).json({ ok: false })
  }
}
