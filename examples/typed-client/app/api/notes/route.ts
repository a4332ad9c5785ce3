import { operation } from 'rehost/contract'
import { z } from 'zod'
import { NewNote, Note, notes } from '../../../lib/notes'

const list = {
  operationId: 'listNotes',
  query: z.object({ tag: z.string().optional() }),
  responses: { 200: z.array(Note) },
}
const add = { operationId: 'addNote', body: NewNote, responses: { 201: Note } }

export const GET = operation(list, async (request: Request) => {
  const tag = new URL(request.url).searchParams.get('tag')
  return Response.json([...notes.values()].filter(({ tags }) => tag === null || tags.includes(tag)))
})

export const POST = operation(add, async (request: Request) => {
  const note = { id: notes.size + 1, ...NewNote.parse(await request.json()) }
  notes.set(note.id, note)
  return Response.json(note, { status: 201 })
})
