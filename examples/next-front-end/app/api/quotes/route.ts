import { QUOTES } from '../../../lib/quotes'

export async function GET() {
  return Response.json({ quotes: QUOTES, servedBy: process.env['SERVED_BY'] ?? 'this process' })
}
