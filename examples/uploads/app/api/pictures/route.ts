import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openUploads } from '../../../lib/folder'

const TYPES: Record<string, string> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' }
const MOST_BYTES = 2_000_000

/** Takes a picture from a form: `picture`, with a `title`. Forms are held in memory; for large files see ../files. */
export async function POST(request: Request) {
  const form = await request.formData()
  const picture = form.get('picture')
  if (!(picture instanceof File)) return Response.json({ message: 'There is no picture.' }, { status: 422 })
  const extension = TYPES[picture.type]
  if (!extension) return Response.json({ message: 'Send PNG, JPEG or WebP.' }, { status: 415 })
  if (picture.size > MOST_BYTES) return Response.json({ message: `At most ${MOST_BYTES} bytes.` }, { status: 413 })
  // The name is ours: what a client calls its file is no path to write to.
  const id = `${randomUUID()}.${extension}`
  await writeFile(path.join(await openUploads(), id), Buffer.from(await picture.arrayBuffer()))
  const answer = { id, title: form.get('title'), size: picture.size }
  return Response.json(answer, { status: 201, headers: { Location: `/api/files/${id}` } })
}
