import { operation } from 'rehost/contract'
import { z } from 'zod'
import { issueToken } from '../../../lib/token'
import { isPassword } from '../../../lib/users'

const login = {
  summary: 'Get a token',
  body: z.object({ user: z.string(), password: z.string() }),
  responses: { 200: z.object({ token: z.string() }), 401: z.object({ message: z.string() }) },
}

export const POST = operation(login, async (request: Request) => {
  const { user, password } = await request.json()
  if (!(await isPassword(user, password))) return Response.json({ message: 'Wrong name or password.' }, { status: 401 })
  return Response.json({ token: await issueToken(user) })
})
