export async function POST(request) {
  const { rows } = await request.json()
  return Response.json({ rows: rows.length, first: rows[0].name })
}
