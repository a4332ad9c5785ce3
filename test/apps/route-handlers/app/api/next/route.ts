import { cookies, headers } from 'next/headers'

export async function GET() {
  const store = await cookies()
  const seen = store.get('a')?.value ?? null
  store.set('b', '2', { httpOnly: true })
  return Response.json({ seen, agent: (await headers()).get('x-agent') }, { headers: { 'Set-Cookie': 'c=3' } })
}
