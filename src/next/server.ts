import { frameOf, noteRequestUse } from './scope.ts'

/** What `next/server` resolves to. */
export { after } from './after.ts'
export { NextRequest } from './next-request.ts'
export { NextResponse } from './next-response.ts'
export { userAgent, userAgentFromString } from './user-agent.ts'
export type { NextRequestInit } from './next-request.ts'
export type { MiddlewareResponseInit, ModifiedRequest } from './next-response.ts'
export type { NextURL } from './next-url.ts'
export type { NextFetchEvent } from './proxy-event.ts'
export type { UserAgent } from './user-agent.ts'
export type { MiddlewareConfig, NextMiddleware, NextMiddlewareResult, NextProxy, ProxyConfig } from './proxy-types.ts'

/** The platform's URLPattern; undefined on Node versions without one, as under Next.js. */
export const URLPattern: unknown = Reflect.get(globalThis, 'URLPattern')

/** Says that the answer depends on the request; every answer here does, unless the route file says otherwise. */
export async function connection(): Promise<void> {
  const { collect, scope } = frameOf('connection')
  noteRequestUse(collect, scope.route, 'connection')
}

/** @throws always: Next.js moved it to next/og. */
export function ImageResponse(): never {
  throw new Error(
    'ImageResponse moved from "next/server" to "next/og" since Next.js 14, please import from "next/og" instead',
  )
}
