import { z } from 'zod'

const refuse = (status: number, reason: string): Response => Response.json({ reason }, { status })

/** What a request says, or a function that refuses it. */
export async function readRequest(request: Request, schema?: z.ZodType) {
  let refusal: (() => Response) | undefined
  let input: unknown
  if (schema) {
    const result = schema.safeParse(await request.json())
    if (!result.success) {
      refusal = () => refuse(422, 'not as asked for')
    } else {
      input = result.data
    }
  }
  if (!refusal) {
    const user = request.headers.get('x-user')
    if (!user) refusal = () => refuse(401, 'who are you')
  }
  return { input, refusal }
}
