import { readFileSync } from 'node:fs'
import { fixturePath } from '../variants.ts'

export interface RouteCase {
  id: string
  /** The variant; `main` when absent. */
  app?: string
  method?: string
  path: string
  headers?: Record<string, string> | [string, string][]
  body?: string | { base64: string } | { repeat: [string, number] } | { json: unknown }
  /** Send the body chunked. */
  chunked?: boolean
  /** Record how the pieces arrive, or go away early. */
  mode?: 'stream' | 'abort' | 'abort-on-chunk' | 'abort-upload'
  abortMs?: number
  timeoutMs?: number
  delayMs?: number
  afterMs?: number
  /** The request as it stands on the wire. */
  raw?: string
  idleMs?: number
  /** Only for recordings of `prod` or `dev`. */
  modes?: string[]
  /** Members of a JSON body that are not compared. */
  loose?: string[]
  /** Parts of the answer that are not compared. */
  ignore?: string[]
  why: string
}

export type HeaderLines = [string, string][]

export interface RouteAnswer {
  status?: number | undefined
  statusText?: string | undefined
  headers?: HeaderLines
  body?: unknown
  complete?: boolean
  error?: string
  aborted?: boolean
  streamed?: { groups: string; headersEarly: boolean }
  continue?: boolean
  trailers?: string[]
  httpMinor?: string | undefined
  interim?: number
}

/** The corpus's requests, in the order they must be sent. */
export function loadRequests(): RouteCase[] {
  return JSON.parse(readFileSync(fixturePath('route-handlers', 'requests.json'), 'utf8'))
}

/** Recorded answers by case id. */
export function loadRecording(file: string): Record<string, RouteAnswer> {
  return JSON.parse(readFileSync(fixturePath('route-handlers', file), 'utf8')).results
}

/** The body's bytes; `undefined` when the case has none. */
export function toBytes(body: RouteCase['body']): Buffer | undefined {
  if (body === undefined) return undefined
  if (typeof body === 'string') return Buffer.from(body)
  if ('base64' in body) return Buffer.from(body.base64, 'base64')
  if ('repeat' in body) return Buffer.from(body.repeat[0].repeat(body.repeat[1]))
  return Buffer.from(JSON.stringify(body.json))
}
