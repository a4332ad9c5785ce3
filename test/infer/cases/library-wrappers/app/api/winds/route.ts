import { operation } from 'rehost/contract'

export const GET = operation({ summary: 'The wind now' }, () => Response.json({ knots: 12 }))

export const POST = operation({ body: {} }, async (request: Request) => {
  const { knots } = (await request.json()) as { knots: number }
  return Response.json({ knots }, { status: 201 })
})
