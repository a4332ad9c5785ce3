import { z } from 'zod'
import { openDb } from '@/lib/db'
import { Author, Failure } from '@/lib/schemas'

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { rows } = await (
    await openDb()
  ).execute({ sql: 'SELECT id, name, born FROM authors WHERE id = ?', args: [id] })
  return rows[0]
    ? Response.json({ ...rows[0] })
    : Response.json({ message: 'There is no such author.' }, { status: 404 })
}

GET.openapi = {
  summary: 'Get an author',
  params: z.object({ id: z.coerce.number().int() }),
  responses: { 200: Author, 404: { description: 'There is no such author.', schema: Failure } },
}
