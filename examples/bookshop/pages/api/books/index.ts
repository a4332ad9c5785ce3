import type { Contract, ContractRequest, ContractResponse } from 'rehost/contract'
import { z } from 'zod'
import { isAuthorized } from '@/lib/auth'
import { addBook, listBooks } from '@/lib/books'
import { Book, Failure, NewBook, Paging } from '@/lib/schemas'

const Query = Paging.extend({
  q: z.string().max(100).optional().describe('Part of the title.'),
  authorId: z.coerce.number().int().optional(),
})

export const openapi = {
  GET: {
    summary: 'List books',
    description: 'Filtered by title and author, a page at a time.',
    query: Query,
    responses: {
      200: z
        .object({ items: z.array(Book), page: z.int(), perPage: z.int(), total: z.int() })
        .meta({ id: 'BookPage', description: 'A page of books.' }),
    },
  },
  POST: {
    summary: 'Add a book',
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
  // What was sent, as under Next.js: the schemas fill in defaults and make numbers of texts.
  if (req.method === 'GET') return res.status(200).json(await listBooks(Query.parse(req.query)))
  if (!isAuthorized(req.headers.authorization)) return res.status(401).json({ message: 'A token is needed.' })
  const book = NewBook.parse(req.body)
  const added = await addBook(book)
  if (added === 'taken') return res.status(409).json({ message: `ISBN ${book.isbn} is taken.` })
  if (added === 'author') return res.status(409).json({ message: `There is no author ${book.authorId}.` })
  res.setHeader('Location', `/api/books/${added.id}`)
  res.status(201).json(added)
}
