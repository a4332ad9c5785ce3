import { headers } from 'next/headers'
import { NextRequest, NextResponse } from 'next/server'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const rateLimiter = new RateLimiterMemory({ points: 2, duration: 60 })

export async function GET(request: NextRequest) {
  const h = await headers()
  const ip = h.get('x-user-ip') ?? h.get('x-forwarded-for') ?? '127.0.0.1'
  try {
    const r = await rateLimiter.consume(ip)
    return NextResponse.json({ ip }, { headers: { 'X-RateLimit-Remaining': String(r.remainingPoints) } })
  } catch (r) {
    return NextResponse.json(
      { error: 'Too Many Requests' },
      { status: 429, headers: { 'Retry-After': String(Math.ceil((r as RateLimiterRes).msBeforeNext / 1000)) } },
    )
  }
}
