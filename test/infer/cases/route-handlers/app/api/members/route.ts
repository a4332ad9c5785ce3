import { fail, handleError, HttpError, ok } from '../../../lib/respond'

interface Member {
  id: string
  role: 'owner' | 'guest'
}
declare function members(): Promise<Member[]>
declare function add(input: { email: string; role: Member['role'] }): Promise<Member>

export async function GET() {
  try {
    return ok(await members())
  } catch (error) {
    return handleError(error)
  }
}

export async function POST(req: Request) {
  try {
    const body = await req.json().catch(() => null)
    if (!body) return fail('not JSON')
    if (body.role === 'owner') throw new HttpError('FORBIDDEN', 'there is one owner', 403)
    return ok(await add(body), 201)
  } catch (error) {
    return handleError(error)
  }
}
