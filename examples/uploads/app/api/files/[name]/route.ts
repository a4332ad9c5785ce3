import { createReadStream, createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openUploads, toSafeName } from '../../../../lib/folder'

const MOST_BYTES = 50_000_000
const missing = () => Response.json({ message: 'There is no such file.' }, { status: 404 })

interface Context {
  params: Promise<{ name: string }>
}

/** Writes the body to disk as it comes in: a file of any size needs the memory of a few chunks. */
export async function PUT(request: Request, { params }: Context) {
  const name = toSafeName((await params).name)
  if (!name || !request.body) return Response.json({ message: 'A plain name and a body are needed.' }, { status: 400 })
  const file = path.join(await openUploads(), name)
  try {
    const size = await store(request.body, file)
    return Response.json({ name, size }, { status: 201 })
  } catch (error) {
    await rm(file, { force: true })
    if (error instanceof RangeError) return Response.json({ message: error.message }, { status: 413 })
    throw error
  }
}

async function store(body: ReadableStream<Uint8Array>, file: string): Promise<number> {
  let size = 0
  const measured = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      size += chunk.byteLength
      if (size > MOST_BYTES) throw new RangeError(`At most ${MOST_BYTES} bytes.`)
      yield chunk
    }
  }
  await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), measured, createWriteStream(file))
  return size
}

/** Sends the file as a stream. */
export async function GET(_request: Request, { params }: Context) {
  const name = toSafeName((await params).name)
  if (!name) return missing()
  const file = path.join(await openUploads(), name)
  const found = await stat(file).catch(() => undefined)
  if (!found) return missing()
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': String(found.size) },
  })
}
