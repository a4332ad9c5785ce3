import { operation } from 'rehost/contract'
import { z } from 'zod'
import { openDb } from '@/lib/db'
import { toStream } from '@/lib/stream'

const watch = {
  summary: 'Watch the stock',
  description: 'Server-sent events: the books whose stock is low, every second, as often as asked for.',
  query: z.object({ times: z.coerce.number().int().min(1).max(60).default(3) }),
  responses: {
    200: { description: 'One `stock` event each second.', contentType: 'text/event-stream', schema: z.string() },
  },
}

export const GET = operation(watch, async (request: Request) => {
  const times = Number(new URL(request.url).searchParams.get('times') ?? 3)
  return new Response(toStream(events(times, request.signal)), {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
  })
})

async function* events(times: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const db = await openDb()
  const encoder = new TextEncoder()
  for (let sent = 0; sent < times && !signal.aborted; sent += 1) {
    if (sent > 0) await new Promise((resolve) => setTimeout(resolve, 1000))
    const { rows } = await db.execute('SELECT id, title, stock FROM books WHERE stock < 5 ORDER BY stock')
    yield encoder.encode(`event: stock\ndata: ${JSON.stringify(rows)}\n\n`)
  }
}
