import { ROWS } from '../../../lib/data.js'

export const dynamic = 'force-dynamic'

export function GET() {
  return Response.json(ROWS)
}
