import type { IncomingHttpHeaders } from 'node:http'
import { createDeflate, createGzip, type Deflate, type Gzip } from 'node:zlib'

/** Bodies of a known length below this many bytes are sent as they are. */
export const THRESHOLD_BYTES = 1024

// Types outside text/*, *+json, *+text and *+xml that the IANA-derived mime-db calls compressible.
const COMPRESSIBLE = new Set(
  (
    'application/dart application/ecmascript application/javascript application/json ' +
    'application/postscript application/raml+yaml application/rtf application/tar application/toml ' +
    'application/vnd.dart application/vnd.ms-fontobject application/vnd.ms-opentype application/wasm ' +
    'application/x-www-form-urlencoded ' +
    'application/x-httpd-php application/x-javascript application/x-ns-proxy-autoconfig application/x-sh ' +
    'application/x-tar ' +
    'application/xml application/xml-dtd ' +
    'font/otf font/ttf image/bmp image/vnd.adobe.photoshop image/vnd.microsoft.icon image/vnd.ms-dds image/x-icon ' +
    'image/x-ms-bmp message/rfc822 model/gltf-binary x-shader/x-fragment x-shader/x-vertex'
  ).split(' '),
)
const COMPRESSIBLE_FAMILY = /^text\/|\+(?:json|text|xml)$/
const NO_TRANSFORM = /(?:^|,)\s*no-transform\s*(?:,|$)/

/** Tells whether a Content-Type is worth compressing; parameters and case do not matter. */
export function isCompressible(contentType: string): boolean {
  if (contentType === 'application/json; charset=utf-8') return true // Nearly every answer of an API.
  const end = contentType.indexOf(';')
  const type = (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase()
  return COMPRESSIBLE.has(type) || COMPRESSIBLE_FAMILY.test(type)
}

/** RFC 9111 §5.2.2.6: no-transform forbids intermediaries, and by old custom the server's own compression. */
export function forbidsTransform(cacheControl: unknown): boolean {
  return typeof cacheControl === 'string' && NO_TRANSFORM.test(cacheControl)
}

function qualityOf(accepted: readonly string[], coding: string): number | undefined {
  for (const item of accepted) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
    if (name !== coding) continue
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    return q === undefined ? 1 : Number(q.slice(2))
  }
  return undefined
}

/**
 * Chooses a content coding for the client: gzip when it is acceptable at all, else deflate, else none. Brotli is left
 * out, as in Next.js: at the levels worth its ratio it costs an API more time than it saves.
 */
export function chooseCoding(headers: IncomingHttpHeaders): 'gzip' | 'deflate' | undefined {
  const header = headers['accept-encoding']
  if (typeof header !== 'string' || header === '') return undefined
  const accepted = header.split(',')
  const any = qualityOf(accepted, '*')
  if ((qualityOf(accepted, 'gzip') ?? any ?? 0) > 0) return 'gzip'
  if ((qualityOf(accepted, 'deflate') ?? any ?? 0) > 0) return 'deflate'
  return undefined
}

export function createCoder(coding: 'gzip' | 'deflate'): Gzip | Deflate {
  return coding === 'gzip' ? createGzip() : createDeflate()
}

// Nearly all answers of a project have the same Vary: the last result is mostly the next one, too.
let last = { text: '', field: '', result: undefined as string | undefined }

/** Adds a field name to a `Vary` value unless it is there; undefined when nothing is to change. */
export function addVary(vary: number | string | string[] | undefined, field: string): string | undefined {
  if (vary === undefined) return field
  const text = Array.isArray(vary) ? vary.join(', ') : String(vary)
  if (text !== last.text || field !== last.field) last = { text, field, result: addToList(text, field) }
  return last.result
}

function addToList(text: string, field: string): string | undefined {
  if (text === '*') return undefined
  const wanted = field.toLowerCase()
  return text.split(',').some((name) => name.trim().toLowerCase() === wanted) ? undefined : `${text}, ${field}`
}
