import assert from 'node:assert/strict'
import { type Sent, type ServeOptions, serveHandlers } from './serve-handlers.ts'

export const VARY = 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch'

export interface Row {
  title: string
  handlers: Record<string, unknown>
  send?: Sent
  options?: ServeOptions
  status: number
  /** Beside Vary. */
  headers?: [string, string][]
  vary?: string
  body?: string
  reason?: string
  /** Messages that the error hook must have seen. */
  errors?: (string | RegExp)[]
}

export const TEXT: [string, string] = ['content-type', 'text/plain;charset=UTF-8']
export const length = (size: number): [string, string] => ['content-length', String(size)]
export const EMPTY: [string, string][] = [['content-length', '0']]
export const at = (method: string, more: Sent = {}): Sent => ({ method, ...more })

const sort = (pairs: [string, string][]): string[] => pairs.map((pair) => pair.join(': ')).sort()

/** Serves the row's handlers, sends its request and compares the answer, all headers but the connection's included. */
export async function check(row: Row): Promise<void> {
  const running = await serveHandlers(row.handlers, row.options)
  try {
    const seen = await running.send(row.send)
    assert.equal(seen.status, row.status)
    if (row.reason !== undefined) assert.equal(seen.reason, row.reason)
    assert.deepEqual(sort(seen.headers), sort([['vary', row.vary ?? VARY], ...(row.headers ?? [])]))
    assert.equal(seen.body, row.body ?? '')
    const messages = running.errors.map(({ error }) => String((error as Error).message))
    assert.equal(messages.length, row.errors?.length ?? 0, messages.join())
    row.errors?.forEach((expected, i) => assert.match(messages[i] ?? '', new RegExp(expected)))
  } finally {
    await running.close()
  }
}
