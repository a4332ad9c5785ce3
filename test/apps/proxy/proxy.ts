import { NextResponse, type NextRequest } from 'next/server'

export const config = { matcher: '/api/:path*' }

export function proxy(request: NextRequest) {
  const { pathname } = request.nextUrl
  if (pathname === '/api/closed') return NextResponse.json({ message: 'closed' }, { status: 403 })
  if (pathname === '/api/moved') return NextResponse.redirect(new URL('/api/show', request.url))
  if (pathname === '/api/other') return NextResponse.rewrite(new URL('/api/show?via=proxy', request.url))
  if (pathname === '/api/fails') throw new Error('of the proxy')
  const headers = new Headers(request.headers)
  headers.set('x-seen', pathname)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('x-proxy', 'passed')
  response.cookies.set('p', '1')
  return response
}
