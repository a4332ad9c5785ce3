import type { Contract, ContractRequest, ContractResponse } from 'rehost/contract'
import { z } from 'zod'
import { isAuthorized } from '@/lib/auth'
import { addBook, listBooks } from '@/lib/books'
import { Book, Failure, NewBook, Paging } from '@/lib/schemas'

export const openapi = {
  GET: {
    summary: 'List books',
    description: 'Filtered by title and author, a page at a time.',
    parsed: true,
    query: Paging.extend({
      q: z.string().max(100).optional().describe('Part of the title.'),
      authorId: z.coerce.number().int().optional(),
    }),
    responses: {
      200: z
        .object({ items: z.array(Book), page: z.int(), perPage: z.int(), total: z.int() })
        .meta({ id: 'BookPage', description: 'A page of books.' }),
    },
  },
  POST: {
    summary: 'Add a book',
    parsed: true,
    body: NewBook,
    responses: {
      201: { description: 'The book was added.', schema: Book, headers: { Location: z.string().describe('Its URL.') } },
      401: { description: 'A token is needed.', schema: Failure },
      409: { description: 'The ISBN is taken, or nobody has this author id.', schema: Failure },
    },
    security: [{ bearer: [] }],
  },
} satisfies Contract

export default async function books(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>) {
  if (req.method === 'GET') return res.status(200).json(await listBooks(req.query))
  if (!isAuthorized(req.headers.authorization)) return res.status(401).json({ message: 'A token is needed.' })
  const added = await addBook(req.body)
  if (added === 'taken') return res.status(409).json({ message: `ISBN ${req.body.isbn} is taken.` })
  if (added === 'author') return res.status(409).json({ message: `There is no author ${req.body.authorId}.` })
  res.setHeader('Location', `/api/books/${added.id}`)
  res.status(201).json(added)
}
