import { operation } from 'rehost/contract'
import { z } from 'zod'
import { Note, notes } from '../../../../lib/notes'

const get = {
  operationId: 'getNote',
  params: z.object({ id: z.coerce.number().int() }),
  responses: { 200: Note, 404: z.object({ message: z.string() }) },
}

export const GET = operation(get, async (_request: Request, { params }: { params: Promise<{ id: string }> }) => {
  const note = notes.get(Number((await params).id))
  return note ? Response.json(note) : Response.json({ message: 'There is no such note.' }, { status: 404 })
})
