import { cookies } from 'next/headers'

/** Counts in a cookie, with the store of next/headers. */
export async function GET() {
  const store = await cookies()
  const visits = Number(store.get('visits')?.value ?? 0) + 1
  store.set('visits', String(visits), { httpOnly: true, sameSite: 'lax' })
  return Response.json({ visits })
}
