import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { toYaml } from './text.ts'
import type { OpenApiDocument } from './spec.ts'

/** Where the current document comes from. Called for each request: hand back the same object until it changes. */
export type DocumentSource = () => Promise<OpenApiDocument>

interface Text {
  readonly body: string
  readonly etag: string
}

interface Texts {
  readonly document: OpenApiDocument
  /** By format and server URL, made when first asked for. */
  readonly made: Map<string, Text>
}

const FORMATS = {
  json: { type: 'application/json; charset=utf-8', write: (document: OpenApiDocument) => JSON.stringify(document) },
  // RFC 9512 registers application/yaml.
  yaml: { type: 'application/yaml; charset=utf-8', write: toYaml },
} as const

/** Where the document is served, below wherever the router is mounted. */
export const DOCUMENT_PATH = { json: '/openapi.json', yaml: '/openapi.yaml' } as const

/**
 * Serves the document as JSON and YAML: readable from any origin, revalidated by ETag, written out once per version.
 *
 * @returns One handler for each format.
 */
export function createPublisher(source: DocumentSource): Readonly<Record<keyof typeof FORMATS, RequestHandler>> {
  let texts: Texts | undefined
  const send = (format: keyof typeof FORMATS) => async (request: Request, response: Response) => {
    const document = await source()
    if (texts?.document !== document) texts = { document, made: new Map() }
    const text = textOf(texts, format, mountOf(request, DOCUMENT_PATH[format]))
    response.set({
      'Content-Type': FORMATS[format].type,
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      ETag: text.etag,
    })
    // `fresh` compares If-None-Match with the ETag just set (RFC 9110 §13.1.2).
    if (request.fresh) response.status(304).end()
    else response.send(text.body)
  }
  return { json: send('json'), yaml: send('yaml') }
}

/**
 * What the page adds to the document's URL. A proxy may have cut off a prefix that only the browser knows, so the page
 * gets a server that is relative to the document (OpenAPI 3.1.1 §4.8.5); other clients seldom understand that.
 */
export const FOR_PAGE = '?page'

/** The path below which the document was asked for: `/` at the root, `/v2` for `/v2/openapi.json`, `.` for the page. */
function mountOf({ originalUrl }: Request, path: string): string {
  if (originalUrl.endsWith(FOR_PAGE)) return '.'
  const [asked = ''] = originalUrl.split('?')
  return (asked.endsWith(path) && asked.slice(0, -path.length)) || '/'
}

function textOf({ document, made }: Texts, format: keyof typeof FORMATS, mount: string): Text {
  const key = `${format} ${mount}`
  const before = made.get(key)
  if (before) return before
  const body = FORMATS[format].write(toMounted(document, mount))
  const text = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` }
  // Mounts are few, but the URL is the client's: do not keep what a stranger makes up.
  if (made.size < MOST_TEXTS) made.set(key, text)
  return text
}

const MOST_TEXTS = 8

/**
 * The document as clients of this mount need it. Its generated server is the basePath, which the mount ends with; a
 * server that `openapi/base.json` names stays.
 */
function toMounted(document: OpenApiDocument, mount: string): OpenApiDocument {
  const [server, ...others] = document.servers
  if (!server || others.length > 0) return document
  const isGenerated =
    server.url === '/' || (server.url.startsWith('/') && (mount === '.' || mount.endsWith(server.url)))
  return isGenerated ? { ...document, servers: [{ ...server, url: mount }] } : document
}
