import { cookies, headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { after, NextResponse, type NextRequest } from 'next/server'

interface Product {
  id: number
  name: string
  /** @minimum 0 */
  price: number
}

declare function load(id: number): Promise<Product | undefined>
declare function log(text: string): void

/** One product. */
export async function GET(request: NextRequest, context: { params: Promise<{ id: string }> }) {
  const { id } = await context.params
  const currency = request.nextUrl.searchParams.get('currency') ?? 'EUR'
  const product = await load(Number(id))
  if (!product) notFound()
  const store = await cookies()
  if (!store.has('sid')) return NextResponse.json({ error: 'sign in' }, { status: 401, headers: { 'WWW-Authenticate': 'Cookie' } })
  after(() => log('seen'))
  return NextResponse.json({ ...product, currency })
}

export const PUT = async (request: NextRequest) => {
  const patch = (await request.json()) as Partial<Omit<Product, 'id'>>
  const key = (await headers()).get('X-Api-Key')
  const response = NextResponse.json({ changed: Object.keys(patch), key })
  response.headers.set('x-revision', '7')
  response.cookies.set('seen', '1')
  return response
}

export async function DELETE() {
  return new NextResponse(null, { status: 204 })
}
