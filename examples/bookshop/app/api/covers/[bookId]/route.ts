import { operation } from 'rehost/contract'
import { z } from 'zod'
import { isAuthorized } from '@/lib/auth'
import { openDb } from '@/lib/db'
import { Failure } from '@/lib/schemas'

const MOST_BYTES = 1_000_000
const params = z.object({ bookId: z.coerce.number().int() })
const failure = (message: string, status: number): Response => Response.json({ message }, { status })

interface Context {
  params: Promise<{ bookId: string }>
}

const show = {
  summary: 'Get the cover of a book',
  params,
  responses: {
    200: {
      description: 'The picture.',
      content: { 'image/png': z.file(), 'image/jpeg': z.file() },
      headers: { 'Cache-Control': z.string() },
    },
    404: { description: 'There is no cover.', schema: Failure },
  },
}

export const GET = operation(show, async (_request: Request, { params }: Context) => {
  const { bookId } = await params
  const { rows } = await (await openDb()).execute({ sql: 'SELECT * FROM covers WHERE book_id = ?', args: [bookId] })
  const bytes = rows[0]?.['bytes']
  if (!(bytes instanceof ArrayBuffer)) return failure('There is no cover.', 404)
  return new Response(bytes, { headers: { 'Content-Type': String(rows[0]?.['type']), 'Cache-Control': 'max-age=60' } })
})

const upload = {
  summary: 'Upload the cover of a book',
  params,
  body: {
    contentType: 'multipart/form-data',
    schema: z.object({ cover: z.file().max(MOST_BYTES).mime(['image/png', 'image/jpeg']) }),
  },
  responses: {
    204: { description: 'The cover was stored.' },
    401: { description: 'A token is needed.', schema: Failure },
    404: { description: 'There is no such book.', schema: Failure },
  },
  security: [{ bearer: [] }],
}

export const PUT = operation(upload, async (request: Request, { params }: Context) => {
  if (!isAuthorized(request.headers.get('authorization'))) return failure('A token is needed.', 401)
  const { bookId } = await params
  const db = await openDb()
  const book = await db.execute({ sql: 'SELECT 1 FROM books WHERE id = ?', args: [bookId] })
  if (book.rows.length === 0) return failure('There is no such book.', 404)
  const cover = (await request.formData()).get('cover')
  if (!(cover instanceof File)) return failure('There is no picture in the form.', 422)
  await db.execute({
    sql: 'INSERT OR REPLACE INTO covers (book_id, type, bytes) VALUES (?, ?, ?)',
    args: [bookId, cover.type, await cover.arrayBuffer()],
  })
  return new Response(null, { status: 204 })
})
