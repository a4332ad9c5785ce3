import { NextRequest, NextResponse } from 'next/server'

export async function GET(request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return NextResponse.json({ id, q: request.nextUrl.searchParams.get('q'), path: request.nextUrl.pathname })
}

export async function DELETE(_request: NextRequest, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return id === '0'
    ? NextResponse.json({ message: 'no such user' }, { status: 404 })
    : new Response(null, { status: 204 })
}
