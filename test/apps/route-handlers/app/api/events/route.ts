export function GET() {
  const encoder = new TextEncoder()
  const stream = new ReadableStream({
    async start(controller) {
      for (const id of [1, 2, 3]) {
        controller.enqueue(encoder.encode(`id: ${id}\ndata: tick\n\n`))
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
      controller.close()
    },
  })
  return new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } })
}
