let calls = 0

/** Stands in for the other side: fails every second time. */
export async function GET(request: Request) {
  calls += 1
  if (calls % 2 === 1) return Response.json({ error: 'try again' }, { status: 503 })
  const base = new URL(request.url).searchParams.get('base')
  return Response.json({ base, rates: { EUR: 0.92, PLN: 3.98, USD: 1 } })
}
