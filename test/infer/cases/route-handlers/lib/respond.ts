import { NextResponse } from 'next/server'

export class HttpError extends Error {
  constructor(
    public code: string,
    message: string,
    public status = 400,
  ) {
    super(message)
  }
}
export const ok = <T>(data: T, status = 200) => NextResponse.json({ ok: true, data }, { status })
export const fail = (message: string, status = 400) => NextResponse.json({ ok: false, message }, { status })
export function handleError(error: unknown) {
  if (error instanceof HttpError) return NextResponse.json({ ok: false, code: error.code }, { status: error.status })
  return fail('internal', 500)
}
