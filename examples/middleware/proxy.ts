import { NextResponse, type NextRequest } from 'next/server'

// Next.js calls it middleware.ts before version 16; both names work.
export function proxy(request: NextRequest) {
  const { pathname } = request.nextUrl
  if (pathname === '/api/hi') return NextResponse.rewrite(new URL('/api/greeting', request.url))
  if (pathname.startsWith('/api/admin') && request.cookies.get('role')?.value !== 'admin') {
    return NextResponse.json({ message: 'Only for administrators.' }, { status: 403 })
  }
  const headers = new Headers(request.headers)
  headers.set('x-language', request.headers.get('accept-language')?.startsWith('pl') ? 'pl' : 'en')
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('x-proxied', 'yes')
  return response
}

export const config = { matcher: '/api/:path*' }
