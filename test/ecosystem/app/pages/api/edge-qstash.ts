import { verifySignatureEdge } from '@upstash/qstash/nextjs'
import { NextResponse, type NextRequest } from 'next/server'

export const config = { runtime: 'edge' }

export default verifySignatureEdge(async (req: NextRequest) => {
  const body = await req.json()
  return NextResponse.json({
    edge: typeof (globalThis as any).EdgeRuntime === 'string',
    body,
    path: req.nextUrl.pathname,
  })
})
