export function GET(request) {
  return Response.json({ url: request.url, at: new Date().toISOString() })
}
export async function PUT(request) {
  const { name, tags } = await request.json()
  if (!name?.trim()) return Response.json({ error: 'name' }, { status: 422 })
  return Response.json({ name: name.trim(), tags: tags.map((tag) => tag.toLowerCase()) })
}
