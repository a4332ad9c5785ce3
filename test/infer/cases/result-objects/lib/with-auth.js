import { NextResponse } from 'next/server'

export function withAuth(roles, handler) {
  return async (request, context) => {
    const role = request.headers.get('x-role')
    if (!roles.includes(role)) return NextResponse.json({ success: false, message: 'forbidden' }, { status: 403 })
    const result = await handler(request, context)
    return NextResponse.json(result.json, { status: result.status })
  }
}
