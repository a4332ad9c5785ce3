import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BodySettings } from '../../src/http/body.ts'
import { createDraftKeys, type DraftKeys } from '../../src/http/draft.ts'
import { answerNode, type NodeDoor } from '../../src/http/node-door.ts'
import { allowCoding } from '../../src/http/node-objects.ts'
import type { Query } from '../../src/http/query.ts'
import { sendError } from '../../src/http/send-error.ts'
import type { Listener } from './wire.ts'

/** The objects a Node-style handler sees, as loosely typed as a JavaScript handler takes them. */
export interface HandlerRequest extends IncomingMessage {
  query: Query
  cookies: Record<string, string>
  body: unknown
  preview: unknown
  previewData: unknown
  draftMode: unknown
}

export interface HandlerResponse extends ServerResponse {
  status(code: unknown): HandlerResponse
  json(data?: unknown): unknown
  send(data?: unknown): unknown
  redirect(statusOrUrl: unknown, url?: unknown): HandlerResponse
  setDraftMode(options?: { enable: boolean }): HandlerResponse
  setPreviewData(data: unknown, options?: { maxAge?: number; path?: string }): HandlerResponse
  clearPreviewData(options?: { path?: string }): HandlerResponse
  revalidate(path: unknown, options?: object): Promise<void>
  flush?: () => void
}

export type Handler = (req: HandlerRequest, res: HandlerResponse) => unknown

export interface DoorOptions {
  settings?: BodySettings
  query?: Query
  compress?: boolean
  keys?: DraftKeys
  revalidate?: NodeDoor['revalidate']
  /** What runs before the door, as middleware would. */
  before?: (req: IncomingMessage, res: ServerResponse) => unknown
}

const ONE_MEGABYTE: BodySettings = { bodyLimit: 1_048_576, bodyLimitText: '1mb' }

/** A listener that calls a handler through the Node door, as the request line does. */
export function throughDoor(handler: Handler, options: DoorOptions = {}): Listener {
  const door: NodeDoor = {
    draft: { keys: options.keys ?? createDraftKeys(), secure: true },
    revalidate: options.revalidate ?? (() => Promise.resolve()),
    compress: options.compress ?? true,
  }
  const settings = options.settings ?? ONE_MEGABYTE
  return async (req, res) => {
    await options.before?.(req, res)
    if (door.compress) allowCoding(res)
    try {
      await answerNode(door, req, res, { handler: handler as never, query: options.query ?? {}, settings })
    } catch (error) {
      sendError(req, res, error, { style: 'text' })
    }
  }
}
