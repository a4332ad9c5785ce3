import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { parseCookies } from './cookies.ts'

const BYPASS = '__prerender_bypass'
const DATA = '__next_preview_data'
const EXPIRED = 'Thu, 01 Jan 1970 00:00:00 GMT'
const MAX_DATA_LENGTH = 2048

/** The secrets behind draft mode and preview data; every replica of one deployment must hold the same. */
export interface DraftKeys {
  /** 32 hexadecimal digits: the value of the bypass cookie. */
  readonly id: string
  /** 32 bytes: signs preview data. */
  readonly signing: Buffer
  /** 32 bytes: encrypts preview data. */
  readonly encryption: Buffer
}

export interface PreviewOptions {
  /** Seconds the cookies live; the browser's session when left out. */
  maxAge?: number
  /** Path the cookies are sent to. Default `/`. */
  path?: string
}

/** Makes fresh keys; cookies made with others are then no longer believed. */
export function createDraftKeys(): DraftKeys {
  return { id: randomBytes(16).toString('hex'), signing: randomBytes(32), encryption: randomBytes(32) }
}

/** The keys that follow from a secret: all processes that share it believe one another's cookies. */
export function toDraftKeys(secret: string): DraftKeys {
  const derive = (purpose: string): Buffer => createHmac('sha256', secret).update(`rehost draft ${purpose}`).digest()
  return { id: derive('id').toString('hex', 0, 16), signing: derive('signing'), encryption: derive('encryption') }
}

/** What draft mode needs of a server; the keys are made when a request first needs them. */
export function createDraft(secret: string | undefined, secure: boolean): DraftContext {
  let keys: DraftKeys | undefined
  return {
    get keys() {
      keys ??= secret === undefined ? createDraftKeys() : toDraftKeys(secret)
      return keys
    },
    secure,
  }
}

const base64url = (data: string | Buffer): string => Buffer.from(data).toString('base64url')

function sign(text: string, key: Buffer): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}

function encrypt(text: string, key: Buffer): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

function decrypt(text: string, key: Buffer): string {
  const bytes = Buffer.from(text, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

// A JSON Web Token (RFC 7519), HS256, whose claim `data` is encrypted.
function toToken(data: unknown, keys: DraftKeys, maxAge: number | undefined): string {
  const issued = Math.floor(Date.now() / 1000)
  const claims = { data: encrypt(JSON.stringify(data), keys.encryption), iat: issued }
  const payload = maxAge === undefined ? claims : { ...claims, exp: issued + maxAge }
  const text = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify(payload))}`
  return `${text}.${sign(text, keys.signing)}`
}

function parseToken(token: string, keys: DraftKeys): { data: unknown } | undefined {
  const end = token.lastIndexOf('.')
  const given = Buffer.from(token.slice(end + 1))
  const expected = Buffer.from(sign(token.slice(0, end), keys.signing))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  if (typeof payload !== 'object' || payload === null || !('data' in payload)) return undefined
  if ('exp' in payload && Number(payload.exp) * 1000 < Date.now()) return undefined
  return { data: JSON.parse(decrypt(String(payload.data), keys.encryption)) }
}

interface CookieParts extends PreviewOptions {
  expires?: string
  secure: boolean
}

// SameSite=None lets a CMS on another site show the preview in a frame; browsers demand Secure with it.
function toCookie(name: string, value: string, { maxAge, path, expires, secure }: CookieParts): string {
  return [
    `${name}=${value}`,
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
    `Path=${path ?? '/'}`,
    ...(expires === undefined ? [] : [`Expires=${expires}`]),
    'HttpOnly',
    ...(secure ? ['Secure', 'SameSite=None'] : ['SameSite=Lax']),
  ].join('; ')
}

function appendCookies(res: ServerResponse, cookies: readonly string[]): void {
  const before = res.getHeader('Set-Cookie')
  const list = Array.isArray(before) ? before : typeof before === 'string' ? [before] : []
  res.setHeader('Set-Cookie', [...list, ...cookies])
}

const cleared = new WeakSet<ServerResponse>()

/** `res.clearPreviewData()`: expires both cookies, once a response. */
export function clearPreviewData(res: ServerResponse, path: string | undefined, secure: boolean): void {
  if (cleared.has(res)) return
  cleared.add(res)
  const parts = { expires: EXPIRED, secure, ...(path === undefined ? {} : { path }) }
  appendCookies(res, [toCookie(BYPASS, '', parts), toCookie(DATA, '', parts)])
}

/** `res.setDraftMode({ enable })`. */
export function setDraftMode(res: ServerResponse, enable: boolean, { keys, secure }: DraftContext): void {
  appendCookies(res, [toCookie(BYPASS, keys.id, enable ? { secure } : { secure, expires: EXPIRED })])
}

/**
 * `res.setPreviewData(data, options)`.
 *
 * @throws {Error} when the data, encrypted, is over 2048 characters: browsers drop larger cookies.
 */
export function setPreviewData(
  res: ServerResponse,
  data: unknown,
  { keys, secure, options }: DraftContext & { options: PreviewOptions },
): void {
  const token = toToken(data, keys, options.maxAge)
  if (token.length > MAX_DATA_LENGTH) {
    throw new Error('Preview data is limited to 2KB currently, reduce how much data you are storing as preview data')
  }
  const parts = { ...options, secure }
  appendCookies(res, [toCookie(BYPASS, keys.id, parts), toCookie(DATA, token, parts)])
}

export interface DraftContext {
  readonly keys: DraftKeys
  /** False in development: `http://localhost` could not store a Secure cookie everywhere. */
  readonly secure: boolean
}

/** Tells cheaply whether a request needs `readPreview` at all. */
export function mayHavePreview(cookieHeader: string | undefined): cookieHeader is string {
  return cookieHeader !== undefined && (cookieHeader.includes(BYPASS) || cookieHeader.includes(DATA))
}

/**
 * Reads draft mode and preview data from the request's cookies.
 *
 * @returns The data, `{}` for draft mode alone, or false. Cookies that are not ours are expired on the answer.
 */
export function readPreview(cookieHeader: string, res: ServerResponse, { keys, secure }: DraftContext): unknown {
  const cookies = parseCookies(cookieHeader)
  const bypass = cookies[BYPASS]
  const token = cookies[DATA]
  if (bypass === keys.id && token === undefined) return {}
  if (bypass === keys.id && token !== undefined) {
    try {
      const parsed = parseToken(token, keys)
      if (parsed) return parsed.data
    } catch {
      // Not made by us, or cut off: treated as any other forged cookie.
    }
  }
  clearPreviewData(res, undefined, secure)
  return false
}
