import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

// A page of Next.js carries build hashes, so its length and ETag say nothing; longer bodies are kept as a digest.
const MAX_KEPT_BYTES = 16384
// Of the connection, not of the answer.
const NOT_COMPARED = new Set(['date', 'connection', 'keep-alive'])

type Headers = Record<string, string | string[]>

/** Replaces what differs from run to run: the address, tokens, the loopback address's spelling. */
export function maskText(text: string, port: number): string {
  return text
    .replaceAll(`127.0.0.1:${port}`, '{{HOST}}')
    .replace(/localhost:\d+/g, '{{HOST}}')
    .replace(/\[::1?\]:\d+/g, '{{HOST}}')
    .replace(new RegExp(`(?<![0-9a-zA-Z.])${port}(?![0-9a-zA-Z])`, 'g'), '{{PORT}}')
    .replace(/::ffff:127\.0\.0\.1/g, '127.0.0.1')
    .replace(/"::1"/g, '"127.0.0.1"')
    .replace(/__prerender_bypass=[0-9a-f]{32,}/g, '__prerender_bypass={{BYPASS}}')
    .replace(/__next_preview_data=eyJ[\w.\-%]+/g, '__next_preview_data={{PREVIEW}}')
}

/**
 * An answer's headers and body in the form the recordings have.
 *
 * Names are lower-cased and sorted, repeated headers become arrays in the order of arrival, compressed bodies are
 * decoded, HTML pages are cut down to title and text.
 */
export function normaliseAnswer(
  rawHeaders: string[],
  bytes: Buffer,
  port: number,
): { headers: Headers; body: unknown } {
  const headers = collectHeaders(rawHeaders, port)
  const decoded = decode(bytes, String(headers['content-encoding'] ?? ''))
  if (decoded !== bytes && headers['content-length']) headers['content-length'] = '{{LEN}}'
  const body = normaliseBody(decoded, headers, port)
  return { headers: Object.fromEntries(Object.entries(headers).sort()), body }
}

function collectHeaders(rawHeaders: string[], port: number): Headers {
  const headers: Headers = {}
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    if (NOT_COMPARED.has(name)) continue
    const value = maskText(rawHeaders[i + 1] ?? '', port)
    const before = headers[name]
    headers[name] = before === undefined ? value : [before, value].flat()
  }
  return headers
}

function decode(bytes: Buffer, encoding: string): Buffer {
  if (!bytes.length) return bytes
  try {
    if (encoding === 'gzip') return gunzipSync(bytes)
    if (encoding === 'br') return brotliDecompressSync(bytes)
    if (encoding === 'deflate') return inflateEither(bytes)
  } catch {
    return bytes
  }
  return bytes
}

/** `deflate` means zlib framing by the standard and none in some servers. */
function inflateEither(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes)
  } catch {
    return inflateRawSync(bytes)
  }
}

function normaliseBody(bytes: Buffer, headers: Headers, port: number): unknown {
  const text = bytes.toString('utf8')
  const isHtml = String(headers['content-type'] ?? '').startsWith('text/html') && /<html/i.test(text)
  if (isHtml || /^\s*<!DOCTYPE html/i.test(text)) {
    maskLengths(headers)
    return { html: summariseHtml(text) }
  }
  const masked = maskText(text, port)
  if (headers['x-powered-by'] === 'Next.js') {
    maskLengths(headers)
    return masked
  }
  if (!Buffer.from(text, 'utf8').equals(bytes)) return { base64: bytes.toString('base64') }
  if (bytes.length > MAX_KEPT_BYTES) {
    return { sha256: createHash('sha256').update(bytes).digest('hex'), length: bytes.length }
  }
  if (masked !== text) maskLengths(headers)
  return masked
}

/** Length and ETag follow from the body, so they change where the body does. */
function maskLengths(headers: Headers): void {
  if (headers['etag']) headers['etag'] = '{{ETAG}}'
  if (headers['content-length']) headers['content-length'] = '{{LEN}}'
}

function summariseHtml(html: string): { title: string | null; text: string } {
  const title = /<title[^>]*>([\s\S]*?)<\/title>/.exec(html)?.[1] ?? null
  const text = html
    .replace(/<(script|style|template|head)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return { title, text: text.slice(0, 300) }
}
