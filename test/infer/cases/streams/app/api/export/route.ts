export async function GET() {
  const headers = new Headers()
  headers.set('Content-Type', 'text/csv')
  headers.set('Content-Disposition', 'attachment; filename="all.csv"')
  const stream = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() })
  return new Response(stream, { status: 200, headers })
}
