export function GET(request: Request): Response {
  return Response.json({ style: 'web', path: new URL(request.url).pathname })
}

export async function POST(request: Request): Promise<Response> {
  return Response.json(await request.json(), { status: 201 })
}
