import type { IncomingMessage, ServerResponse } from 'node:http'

/** The API methods a web-style module can export, in the order Next.js documents them. */
export const WEB_METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH'] as const
export type WebMethod = (typeof WEB_METHODS)[number]

/** `export default function handler(req, res)`. */
export type NodeHandler = (req: IncomingMessage, res: ServerResponse) => unknown
/** `export function GET(request, { params })`. */
export type WebHandler = (request: Request, context: { params: Promise<unknown> }) => unknown

/** `export const config`, as Next.js reads it from a pages/api file, checked and with defaults in place. */
export interface NodeSettings {
  /** False leaves the stream to the handler. Otherwise the limit in bytes; Infinity is never set. */
  readonly bodyLimit: number | false
  /** The limit as it was written (`1mb`), for the 413 message. */
  readonly bodyLimitText: string
  /** Bytes after which a response is worth a warning; false for never. */
  readonly responseLimit: number | false
  readonly externalResolver: boolean
  /** Seconds a handler may take; undefined for no limit. */
  readonly maxDuration: number | undefined
}

/** What a module can do, its style removed. */
export type Endpoint =
  | { readonly style: 'node'; readonly handler: NodeHandler; readonly settings: NodeSettings; readonly exports: object }
  | { readonly style: 'edge'; readonly handler: WebHandler; readonly exports: object }
  | {
      readonly style: 'web'
      /** Handlers by method; only what the module exports. */
      readonly handlers: Readonly<Partial<Record<WebMethod, WebHandler>>>
      readonly exports: object
    }
