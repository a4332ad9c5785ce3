import { readFileSync } from 'node:fs'
import { fixturePath } from '../variants.ts'

export interface BodyBytes {
  text?: string
  base64?: string
  /** One character and how often. */
  repeat?: [string, number]
  prefix?: string
  suffix?: string
}

/** A request that an ordinary HTTP client can send. */
export interface HttpCase {
  id: string
  variant: string
  method: string
  path: string
  headers?: [string, string][]
  body?: BodyBytes & { chunks?: (string | BodyBytes)[] }
  timeoutMs?: number
  delayMs?: number
  /** Record how the answer's pieces arrived. */
  arrival?: boolean
  /** Send the cookies that the named cases received. */
  use?: { cookiesFrom?: string[] }
  why: string
}

/** Bytes for a bare socket. */
export interface SocketCase {
  id: string
  variant: string
  send: { text?: string; latin1?: string; delayMs?: number; end?: boolean }[]
  idleMs?: number
  why: string
}

export interface PagesAnswer {
  outcome?: string
  status?: number | undefined
  reason?: string | undefined
  headers?: Record<string, string | string[]>
  body?: unknown
  info?: unknown[]
  trailers?: string[]
  arrival?: { headersBeforeData: boolean; data: string }
  raw?: string
  closed?: boolean
  error?: string
  /** Facts about the recording's own connection; never compared. */
  transport?: unknown
}

/** The corpus's requests, in the order they must be sent. */
export function loadRequests(): { cases: HttpCase[]; raw: SocketCase[] } {
  return JSON.parse(readFileSync(fixturePath('pages-api', 'requests.json'), 'utf8'))
}

/** Recorded answers by case id. */
export function loadRecording(file: string): Record<string, PagesAnswer> {
  return JSON.parse(readFileSync(fixturePath('pages-api', file), 'utf8')).results
}

export function toBytes(body: BodyBytes): Buffer {
  if (body.text !== undefined) return Buffer.from(body.text)
  if (body.base64 !== undefined) return Buffer.from(body.base64, 'base64')
  if (!body.repeat) return Buffer.alloc(0)
  const [char, count] = body.repeat
  return Buffer.concat([Buffer.from(body.prefix ?? ''), Buffer.alloc(count, char), Buffer.from(body.suffix ?? '')])
}
