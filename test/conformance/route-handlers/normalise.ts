import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { HeaderLines } from './requests.ts'

const DAY_MS = 86_400_000
const MAX_KEPT_CHARS = 2000
// Made anew for every request.
const DROPPED = new Set(['x-nextjs-request-id', 'x-nextjs-html-request-id', 'server-timing', 'x-request-id'])
// The port of the upstream when the answers were recorded.
const RECORDED_UPSTREAM = 'http://127.0.0.1:4199'

/** The addresses that are masked in what a server answers. */
export interface Masks {
  port: number
  upstream: string
}

/** Replaces the addresses that differ from run to run. */
export function maskAddresses(text: string, { port, upstream }: Masks): string {
  return text
    .replaceAll(upstream, RECORDED_UPSTREAM)
    .replaceAll(`:${port}`, ':PORT')
    .replaceAll(`"port":"${port}"`, '"port":"PORT"')
}

/** Header lines with lower-cased names, sorted by name; lines of one name keep their order. */
export function normaliseHeaders(lines: HeaderLines, masks: Masks, isHtml = false): HeaderLines {
  const html = isHtml || lines.some(([name, value]) => isType(name, value, 'text/html'))
  return lines
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !DROPPED.has(name))
    .map(([name, value]): [string, string] => [name, maskAddresses(maskValue(name, value, html), masks)])
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
}

const isType = (name: string, value: string, type: string): boolean =>
  name.toLowerCase() === 'content-type' && value.startsWith(type)

function maskValue(name: string, value: string, html: boolean): string {
  if (name === 'date' && Math.abs(Date.parse(value) - Date.now()) < DAY_MS) return '<date>'
  if (name === 'set-cookie') return maskCookie(value)
  if (name === 'etag' && html) return '<etag>'
  if (name === 'content-length' && html) return '<len>'
  return value
}

/** An expiry near today follows from Max-Age and the clock. */
function maskCookie(value: string): string {
  return value
    .replace(/__prerender_bypass=[0-9a-f]{16,}/g, '__prerender_bypass=<id>')
    .replace(/Expires=([^;]+)/gi, (text, date: string) =>
      Math.abs(Date.parse(date) - Date.now()) < 3 * DAY_MS ? 'Expires=<soon>' : text,
    )
}

/** A body in the form the recordings have: decoded, parsed where it is JSON, a digest where it is long or binary. */
export function normaliseBody(bytes: Buffer, headers: HeaderLines, masks: Masks): unknown {
  const get = (wanted: string): string => headers.find(([name]) => name === wanted)?.[1] ?? ''
  const { decoded, failure } = decode(bytes, get('content-encoding'))
  if (failure !== undefined) return { encodingError: failure, text: bytes.toString('latin1').slice(0, 200) }
  const type = get('content-type')
  if (type.startsWith('text/html') || isHtmlDocument(decoded)) return decoded.length ? '<html>' : ''
  if (type.startsWith('text/x-component')) return '<rsc>'
  const text = decoded.toString('utf8')
  if (!Buffer.from(text, 'utf8').equals(decoded)) return { base64sha: digest(decoded), len: decoded.length }
  return normaliseText(text, type, masks)
}

export function isHtmlDocument(bytes: Buffer): boolean {
  return /^<!DOCTYPE html/i.test(bytes.subarray(0, 20).toString())
}

function decode(bytes: Buffer, encoding: string): { decoded: Buffer; failure?: string } {
  if (!bytes.length) return { decoded: bytes }
  try {
    if (encoding === 'gzip') return { decoded: gunzipSync(bytes) }
    if (encoding === 'br') return { decoded: brotliDecompressSync(bytes) }
    if (encoding === 'deflate') return { decoded: inflateSync(bytes) }
    return { decoded: bytes }
  } catch (error) {
    return { decoded: bytes, failure: error instanceof Error ? error.message : String(error) }
  }
}

function normaliseText(text: string, type: string, masks: Masks): unknown {
  const masked = maskAddresses(text, masks)
    .replace(/------?formdata-undici-\d+/g, '<boundary>')
    .replace(/__prerender_bypass=[0-9a-f]{16,}/g, '__prerender_bypass=<id>')
  if (masked.length > MAX_KEPT_CHARS && !type.includes('json')) {
    return { len: masked.length, sha: digest(masked), head: masked.slice(0, 80) }
  }
  if (!type.includes('json')) return masked
  try {
    return { json: JSON.parse(masked) }
  } catch {
    return masked
  }
}

const digest = (data: string | Buffer): string => createHash('sha1').update(data).digest('hex').slice(0, 16)
