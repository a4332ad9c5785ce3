import { operation } from 'rehost/contract'
import { z } from 'zod'
import { readUser } from '../../../lib/token'

const me = {
  summary: 'Who am I, by token',
  security: [{ bearer: [] }],
  responses: { 200: z.object({ user: z.string() }), 401: z.object({ message: z.string() }) },
}

export const GET = operation(me, async (request: Request) => {
  const user = await readUser(request.headers.get('authorization'))
  if (user) return Response.json({ user })
  return Response.json({ message: 'A token is needed.' }, { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } })
})
