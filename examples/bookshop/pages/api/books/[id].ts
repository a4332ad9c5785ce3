import type { Contract, ContractRequest, ContractResponse } from 'rehost/contract'
import { z } from 'zod'
import { isAuthorized } from '@/lib/auth'
import { changeBook, findBook, removeBook } from '@/lib/books'
import { Book, Failure, NewBook } from '@/lib/schemas'

const params = z.object({ id: z.coerce.number().int().describe('Of the book.') })
const missing = { description: 'There is no such book.', schema: Failure }
const refused = { description: 'A token is needed.', schema: Failure }
const security = [{ bearer: [] }]

export const openapi = {
  GET: { summary: 'Get a book', params, responses: { 200: Book, 404: missing } },
  PATCH: {
    summary: 'Change a book',
    params,
    body: NewBook.pick({ title: true, priceCents: true, stock: true })
      .partial()
      .meta({ examples: [{ priceCents: 1099 }] }),
    responses: { 200: Book, 401: refused, 404: missing },
    security,
  },
  DELETE: {
    summary: 'Remove a book',
    params,
    responses: { 204: { description: 'It is gone.' }, 401: refused, 404: missing },
    security,
  },
} satisfies Contract

export default async function book(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>) {
  const id = Number(req.query.id)
  if (req.method !== 'GET' && !isAuthorized(req.headers.authorization)) {
    return res.status(401).json({ message: 'A token is needed.' })
  }
  if (req.method === 'DELETE') {
    const gone = await removeBook(id)
    return gone ? res.status(204).end() : res.status(404).json({ message: `There is no book ${id}.` })
  }
  const found = req.method === 'PATCH' ? await changeBook(id, req.body) : await findBook(id)
  if (!found) return res.status(404).json({ message: `There is no book ${id}.` })
  res.status(200).json(found)
}
