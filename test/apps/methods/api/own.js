export function GET() {
  return new Response('got')
}

export function OPTIONS() {
  return new Response(null, { status: 204, headers: { Allow: 'GET', 'X-Own': '1' } })
}
