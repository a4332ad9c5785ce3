export const dynamic = 'force-dynamic'

const state = ((globalThis as any).sseState ??= { cancelled: 0, aborted: 0 })

export async function GET(request: Request) {
  const encoder = new TextEncoder()
  let timer: NodeJS.Timeout
  request.signal.addEventListener('abort', () => state.aborted++)
  const stream = new ReadableStream({
    start(controller) {
      let i = 0
      timer = setInterval(() => {
        controller.enqueue(encoder.encode(`data: ${JSON.stringify({ i })}\n\n`))
        if (++i === 20) {
          clearInterval(timer)
          controller.close()
        }
      }, 40)
    },
    cancel() {
      clearInterval(timer)
      state.cancelled++
    },
  })
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache, no-transform',
      Connection: 'keep-alive',
    },
  })
}

export async function DELETE() {
  return Response.json(state)
}
