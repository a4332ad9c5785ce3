import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { decode as decodeForm } from 'node:querystring'
import contentType from 'content-type'
import type * as Iconv from 'iconv-lite'
import { Fault } from '../errors.ts'
import { checkJsonDepth } from './json-depth.ts'
import { type Sink, takeBody } from './let-go.ts'

const require = createRequire(import.meta.url)

/** How much of a body is read, and how that limit was written, for the message of the 413. */
export interface BodySettings {
  /** Bytes, inclusive; false leaves the stream to the handler. */
  readonly bodyLimit: number | false
  /** As the route file says it: `1mb`. */
  readonly bodyLimitText: string
  /** Levels of nesting that JSON may have; undefined or 0 for no limit. */
  readonly jsonDepth?: number | undefined
}

interface MediaType {
  readonly type: string
  readonly charset: string
}

const PLAIN: MediaType = { type: 'text/plain', charset: 'utf-8' }
const JSON_TYPE: MediaType = { type: 'application/json', charset: 'utf-8' }

// Next.js treats a Content-Type that does not parse as text/plain.
function parseMediaType(header: string | undefined): MediaType {
  if (header === undefined) return PLAIN
  if (header === 'application/json') return JSON_TYPE
  try {
    const { type, parameters } = contentType.parse(header)
    return { type, charset: (parameters['charset'] ?? 'utf-8').toLowerCase() }
  } catch {
    return PLAIN
  }
}

// RFC 9112 §6.3: a request has a body when it has Transfer-Encoding or a Content-Length above zero.
export function hasBody(req: IncomingMessage): boolean {
  const length = req.headers['content-length']
  return (length !== undefined && length !== '0') || req.headers['transfer-encoding'] !== undefined
}

function tooLarge(settings: BodySettings): Fault {
  return new Fault('BODY_TOO_LARGE', `Body exceeded ${settings.bodyLimitText} limit`)
}

function toBytes({ bodyLimit }: BodySettings): number {
  return bodyLimit === false ? Infinity : bodyLimit
}

function readBytes(req: IncomingMessage, settings: BodySettings): Promise<Buffer> {
  const limit = toBytes(settings)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    const sink: Sink = {
      chunk(bytes) {
        received += bytes.length
        if (received <= limit) return void chunks.push(bytes)
        // The rest is read and dropped, so that the connection stays usable for the next request.
        chunks.length = 0
        reject(tooLarge(settings))
      },
      end: () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
      fail: (cause?: unknown) =>
        reject(new Fault('BODY_INVALID', 'Invalid body', cause === undefined ? {} : { cause })),
    }
    if (takeBody(req, sink)) return
    req.on('data', sink.chunk).once('end', sink.end).once('error', sink.fail)
    req.once('aborted', () => sink.fail())
  })
}

function decodeText(bytes: Buffer, charset: string): string {
  if (charset === 'utf-8' || charset === 'utf8') {
    const bom = bytes.length > 2 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    return bytes.toString('utf8', bom ? 3 : 0)
  }
  // Other character sets are rare, and their tables cost start-up time and memory.
  const iconv: typeof Iconv = require('iconv-lite')
  return iconv.decode(bytes, charset)
}

function checkCharset(charset: string): void {
  if (charset === 'utf-8' || charset === 'utf8') return
  const iconv: typeof Iconv = require('iconv-lite')
  if (!iconv.encodingExists(charset)) throw new Fault('BODY_INVALID', 'Invalid body')
}

function isJson(type: string): boolean {
  return type === 'application/json' || type === 'application/ld+json'
}

function parseText(text: string, type: string): unknown {
  if (isJson(type)) return parseJson(text)
  if (type === 'application/x-www-form-urlencoded') return parseForm(text)
  return text
}

function parseJson(text: string): unknown {
  if (text.length === 0) return {}
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Fault('BODY_INVALID', 'Invalid JSON', { cause })
  }
}

function parseForm(text: string): unknown {
  // Node's parser would drop every key after the thousandth without a word; the body limit bounds the work already.
  return decodeForm(text, '&', '=', { maxKeys: 0 })
}

/** What `req.body` is when the request has none: `''`, or the empty value of its content type. */
export function emptyBody(req: IncomingMessage): unknown {
  const header = req.headers['content-type']
  if (header === undefined) return ''
  const { type, charset } = parseMediaType(header)
  checkCharset(charset)
  return parseText('', type)
}

/**
 * Reads and parses a body by its Content-Type, as Next.js does: JSON for `application/json` and `application/ld+json`,
 * a null-prototype object for forms, a string for everything else.
 *
 * @throws or rejects with {Fault} BODY_TOO_LARGE before a byte is read when Content-Length says so, or as soon as the limit is passed;
 *   BODY_INVALID for JSON that does not parse, an unknown charset, or a client that left; JSON_TOO_DEEP.
 */
export function readBody(req: IncomingMessage, res: ServerResponse, settings: BodySettings): Promise<unknown> {
  const { type, charset } = parseMediaType(req.headers['content-type'])
  checkCharset(charset)
  if (Number(req.headers['content-length']) > toBytes(settings)) {
    req.resume()
    throw tooLarge(settings)
  }
  // RFC 9110 §10.1.1: a client that asked waits for 100 (Continue) before it sends the body.
  if (req.headers.expect !== undefined && !res.headersSent) res.writeContinue()
  return readBytes(req, settings).then((bytes) => {
    const text = decodeText(bytes, charset)
    if (isJson(type)) checkJsonDepth(text, settings.jsonDepth ?? 0)
    return parseText(text, type)
  })
}
