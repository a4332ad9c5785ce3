import assert from 'node:assert/strict'
import { test } from 'node:test'
import { revalidatePath, revalidateTag, unstable_cache } from '../../src/next/cache.ts'
import { cookies, draftMode, headers } from '../../src/next/headers.ts'
import { RedirectType, notFound, permanentRedirect, redirect } from '../../src/next/navigation.ts'
import {
  type MiddlewareConfig,
  type NextFetchEvent,
  type NextMiddleware,
  NextRequest,
  NextResponse,
  type ProxyConfig,
  after,
  connection,
  userAgent,
} from '../../src/next/server.ts'

// Handlers as the documentation of Next.js writes them. What is checked here is checked by the compiler.

interface User {
  id: string
}

const findUser = unstable_cache(async (id: string): Promise<User | null> => ({ id }), ['user'], {
  tags: ['users'],
  revalidate: 60,
})

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ id: string }> },
): Promise<NextResponse<User> | Response> {
  const { id } = await params
  const query: string | null = request.nextUrl.searchParams.get('query')
  const token: string | undefined = request.cookies.get('token')?.value
  const store = await cookies()
  store.set('theme', 'dark', { httpOnly: true, secure: true, maxAge: 60, path: '/', sameSite: 'lax' })
  store.set({ name: 'a', value: 'b', expires: new Date() })
  store.delete('old')
  const names: string[] = store.getAll().map(({ name }) => name)
  const language = (await headers()).get('accept-language')
  const { isEnabled } = await draftMode()
  await connection()
  after(async () => void (await findUser(id)))
  if (query === 'none') notFound()
  if (query === 'old') permanentRedirect('/new')
  if (query === 'away') redirect(`https://nextjs.org/${token}`, RedirectType.push)
  const user = await findUser(id)
  if (user === null) return NextResponse.json({ error: 'Not Found', names, language, isEnabled }, { status: 404 })
  const response = NextResponse.json(user, { status: 200, headers: { 'x-a': '1' } })
  response.cookies.set('seen', '1', { httpOnly: true })
  return response
}

export async function POST(request: Request): Promise<Response> {
  const form = await request.formData()
  const body: unknown = Object.fromEntries(form)
  revalidateTag('users', 'max')
  revalidatePath('/users')
  return Response.json({ body })
}

export function proxy(request: NextRequest, event: NextFetchEvent): NextResponse | Response | undefined {
  event.waitUntil(Promise.resolve())
  const { device } = userAgent(request)
  const url = request.nextUrl.clone()
  url.pathname = '/login'
  url.searchParams.set('viewport', device.type ?? 'desktop')
  if (!request.cookies.has('session')) return NextResponse.redirect(url)
  if (request.nextUrl.pathname.startsWith('/old')) return NextResponse.rewrite(new URL('/new', request.url))
  const requestHeaders = new Headers(request.headers)
  requestHeaders.set('x-user', '1')
  return NextResponse.next({ request: { headers: requestHeaders }, headers: { 'x-b': '2' } })
}

export const middleware: NextMiddleware = (request) => NextResponse.next({ request })
export const config: ProxyConfig & MiddlewareConfig = {
  matcher: [
    '/api/:path*',
    { source: '/x', has: [{ type: 'header', key: 'a', value: 'b' }], missing: [{ type: 'host', value: 'h' }] },
  ],
}

test('a unit test can call a handler with a request of its own', async () => {
  const request = new NextRequest('https://example.com/base/docs?x=1', {
    method: 'POST',
    body: 'a=1',
    headers: { cookie: 'a=1', 'content-type': 'application/x-www-form-urlencoded' },
    nextConfig: { basePath: '/base' },
  })
  assert.deepEqual([request.nextUrl.pathname, request.nextUrl.basePath, request.cookies.size], ['/docs', '/base', 1])
  assert.equal((await request.formData()).get('a'), '1')
  const response = NextResponse.json({ id: '7' }, { status: 201 })
  assert.deepEqual([response.status, await response.json()], [201, { id: '7' }])
  const answer = proxy(new NextRequest('https://example.com/x'), { waitUntil: () => {} } as unknown as NextFetchEvent)
  assert.equal(answer?.headers.get('location'), 'https://example.com/login?viewport=desktop')
})
