import { NextResponse } from 'next/server'
import { z } from 'zod'
import { paged } from '../../../lib/schemas'

const Input = paged(z.object({ id: z.uuid() }))

export async function POST(request: Request) {
  const input = Input.parse(await request.json())
  const { searchParams } = new URL(request.url)
  const query = z.object({ mode: z.enum(['fast', 'slow']) }).parse(Object.fromEntries(searchParams))
  return NextResponse.json({ total: input.total, mode: query.mode }, { status: 202 })
}
