import { setInterval } from 'node:timers/promises'

/** Server-sent events: the time, ten times a second, until the client leaves. */
export async function GET(request: Request) {
  const last = Number(request.headers.get('last-event-id') ?? 0)
  return new Response(toStream(events(last, request.signal)), {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
  })
}

async function* events(last: number, signal: AbortSignal) {
  const encoder = new TextEncoder()
  let id = last
  try {
    for await (const _ of setInterval(100, undefined, { signal })) {
      id += 1
      yield encoder.encode(`id: ${id}\nevent: time\ndata: ${JSON.stringify({ now: new Date() })}\n\n`)
    }
  } catch (error) {
    // The signal ends the interval by an error; nobody is there to read it.
    if (!signal.aborted) throw error
  }
}

/** The generator as a body: asked for more when the client has taken what there was. */
function toStream(chunks: AsyncGenerator<Uint8Array>) {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await chunks.return(undefined)
    },
  })
}
