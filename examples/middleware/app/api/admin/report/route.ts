export async function GET() {
  return Response.json({ orders: 12 })
}
