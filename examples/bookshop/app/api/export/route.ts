import { listBooks } from '@/lib/books'
import { toStream } from '@/lib/stream'

const PAGE = 100

export async function GET() {
  return new Response(toStream(lines()), { headers: { 'Content-Type': 'application/x-ndjson' } })
}

async function* lines(): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for (let page = 1; ; page += 1) {
    const { items } = await listBooks({ page, perPage: PAGE })
    for (const book of items) yield encoder.encode(`${JSON.stringify(book)}\n`)
    if (items.length < PAGE) return
  }
}
