import { EVENTS } from '../../../lib/data.js'

export const dynamic = 'force-dynamic'

export function GET() {
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    start(controller) {
      for (const event of EVENTS) controller.enqueue(encoder.encode(event))
      controller.close()
    },
  })
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' },
  })
}
