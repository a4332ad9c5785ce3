function lampOf(request: Request): { watts: number } | Response {
  if (!request.headers.get('x-room')) return Response.json({ error: 'which room' }, { status: 400 })
  return { watts: 40 }
}

export async function GET(request: Request) {
  const lamp = lampOf(request)
  if (lamp instanceof Response) return lamp
  return Response.json({ lamp })
}
