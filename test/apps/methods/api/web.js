export async function GET(request) {
  return Response.json({ method: request.method })
}

export async function POST(request) {
  return Response.json({ method: request.method, body: await request.json() }, { status: 201 })
}
