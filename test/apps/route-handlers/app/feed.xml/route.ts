export const dynamic = 'force-dynamic'

export function GET() {
  return new Response('<feed/>', { headers: { 'Content-Type': 'application/atom+xml', 'X-Own': '1' } })
}
