export async function GET(request, { params }) {
  const { id } = await params
  return Response.json({ message: `Received ID: ${id}` })
}
