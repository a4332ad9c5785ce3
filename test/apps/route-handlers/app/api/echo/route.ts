export async function POST(request: Request) {
  const type = request.headers.get('content-type') ?? ''
  if (type.includes('json')) return Response.json({ json: await request.json() })
  if (type.includes('form')) return Response.json({ form: Object.fromEntries(await request.formData()) })
  return Response.json({ text: await request.text() })
}
