import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Received, Sent } from '../http/wire.ts'

const APPS = path.resolve(import.meta.dirname, '../apps')

/** What an answer must be like; what is left out does not matter. */
export interface Expected {
  status?: number
  reason?: string
  /** The body, decoded. */
  text?: string
  json?: unknown
  /** A regular expression for the body. */
  match?: string
  /** By lower-case name; null is a header that must not be there, `/…/` a regular expression. */
  headers?: Record<string, string | null>
  /** True when the connection must break before the answer is complete. */
  broken?: boolean
}

/** One line of an `expected.json`. `{mount}` in expectations stands for where the app is mounted. */
export interface Row {
  /** Method and target: `GET /api/hello`. */
  send: string
  headers?: Record<string, string>
  body?: string
  /** A body to be sent as JSON. */
  json?: unknown
  /** Doors that the row is for; default all. */
  only?: string[]
  /** Doors that the row is not for. */
  not?: string[]
  expect: Expected
}

/** A folder of route files, and what it must answer. */
export interface App {
  name: string
  dir: string
  rows: Row[]
}

/** Every app below test/apps. */
export function loadApps(): App[] {
  const names = readdirSync(APPS).filter((name) => existsSync(path.join(APPS, name, 'expected.json')))
  return names.map((name) => {
    const { dir = '.', rows } = JSON.parse(readFileSync(path.join(APPS, name, 'expected.json'), 'utf8'))
    return { name, dir: path.resolve(APPS, name, dir), rows }
  })
}

/** Tells whether a row is for a door. */
export function isFor({ only, not = [] }: Row, door: string): boolean {
  return (only === undefined || only.includes(door)) && !not.includes(door)
}

/** The request of a row. */
export function toSent({ send, headers = {}, body, json }: Row): Sent {
  const [method = 'GET', target = '/'] = send.split(' ')
  const typed = json === undefined ? headers : { 'content-type': 'application/json', ...headers }
  const content = json === undefined ? body : JSON.stringify(json)
  const length = content === undefined || typed['transfer-encoding'] ? {} : { 'content-length': content.length }
  const all = { 'accept-encoding': 'identity', ...typed, ...length }
  return { method, path: target, headers: all, ...(content === undefined ? {} : { body: content }) }
}

// Told by its first bytes: some clients decode a body and leave Content-Encoding in place.
function textOf({ body }: Received): string {
  return (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString()
}

function toPattern(text: string): RegExp | undefined {
  return text.length > 2 && text.startsWith('/^') && text.endsWith('/') ? new RegExp(text.slice(1, -1)) : undefined
}

function checkHeader(name: string, value: string | string[] | undefined, wanted: string | null): void {
  const text = Array.isArray(value) ? value.join(', ') : value
  const pattern = wanted === null ? undefined : toPattern(wanted)
  if (pattern) assert.match(text ?? '', pattern, name)
  else assert.equal(text, wanted ?? undefined, name)
}

/** Compares an answer with a row; an answer that did not come at all is undefined. */
export function checkAnswer(answer: Received | undefined, { expect }: Row, mount: string): void {
  const here = (text: string): string => text.replaceAll('{mount}', mount)
  if (expect.broken) {
    assert.notEqual(answer?.complete, true)
    return
  }
  assert.ok(answer, 'the connection broke without an answer')
  const text = textOf(answer)
  if (expect.status !== undefined) assert.equal(answer.status, expect.status, text)
  if (expect.reason !== undefined) assert.equal(answer.reason, expect.reason)
  if (expect.text !== undefined) assert.equal(text, here(expect.text))
  if (expect.json !== undefined) assert.deepEqual(JSON.parse(text), expect.json)
  if (expect.match !== undefined) assert.match(text, new RegExp(expect.match))
  for (const [name, wanted] of Object.entries(expect.headers ?? {})) {
    checkHeader(name, answer.headers[name], wanted === null ? null : here(wanted))
  }
  assert.equal(answer.complete, true)
}
