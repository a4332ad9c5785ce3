const MOST = 1_000_000

/** One JSON value per line, made as fast as the client reads. */
export async function GET(request: Request) {
  const count = Math.min(Number(new URL(request.url).searchParams.get('count') ?? 10), MOST)
  let next = 0
  const encoder = new TextEncoder()
  const lines = new ReadableStream({
    pull(controller) {
      if (next >= count) return controller.close()
      controller.enqueue(encoder.encode(`${JSON.stringify({ number: next })}\n`))
      next += 1
    },
  })
  return new Response(lines, { headers: { 'Content-Type': 'application/x-ndjson' } })
}
