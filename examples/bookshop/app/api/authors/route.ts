import { operation, type ContractBody } from 'rehost/contract'
import { z } from 'zod'
import { isAuthorized } from '@/lib/auth'
import { openDb } from '@/lib/db'
import { Author, Failure, NewAuthor } from '@/lib/schemas'

const list = { summary: 'List authors', responses: { 200: z.array(Author) } }

export const GET = operation(list, async () => {
  const { rows } = await (await openDb()).execute('SELECT id, name, born FROM authors ORDER BY name')
  return Response.json(rows.map(({ id, name, born }) => ({ id, name, born })))
})

const add = {
  summary: 'Add an author',
  body: NewAuthor,
  responses: { 201: Author, 401: { description: 'A token is needed.', schema: Failure } },
  security: [{ bearer: [] }],
}

export const POST = operation(add, async (request: Request) => {
  if (!isAuthorized(request.headers.get('authorization'))) {
    return Response.json({ message: 'A token is needed.' }, { status: 401 })
  }
  const { name, born }: ContractBody<typeof add> = await request.json()
  const { rows } = await (
    await openDb()
  ).execute({
    sql: 'INSERT INTO authors (name, born) VALUES (?, ?) RETURNING id, name, born',
    args: [name, born ?? null],
  })
  return Response.json({ ...rows[0] }, { status: 201 })
})
