import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDraftKeys, mayHavePreview, setDraftMode } from '../../src/http/draft.ts'
import { throughDoor, type Handler, type HandlerRequest } from './door.ts'
import { answerOf, type Received } from './wire.ts'

const keys = createDraftKeys()
const ask = (handler: Handler, cookie?: string): Promise<Received> =>
  answerOf(throughDoor(handler, { keys }), { headers: cookie ? { cookie } : {} })

const EXPIRED = 'Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=None'
const show: Handler = (req, res) => res.json(stateOf(req))
const stateOf = ({ preview, previewData, draftMode }: HandlerRequest): unknown[] => [
  preview ?? 'undefined',
  previewData,
  draftMode ?? 'undefined',
]

/** The cookies an answer sets, as a client sends them back. */
const toCookieHeader = (answer: Received): string =>
  (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ')

const COOKIES: { what: string; handler: Handler; cookies: string[] }[] = [
  { what: 'setDraftMode() enables', handler: (_req, res) => res.setDraftMode().end(), cookies: [`__prerender_bypass=${keys.id}; Path=/; HttpOnly; Secure; SameSite=None`] }, // prettier-ignore
  { what: 'setDraftMode({ enable: false }) expires', handler: (_req, res) => res.setDraftMode({ enable: false }).end(), cookies: [`__prerender_bypass=${keys.id}; ${EXPIRED}`] }, // prettier-ignore
  {
    what: 'draft mode is added to a cookie of the handler',
    handler: (_req, res) => {
      res.setHeader('Set-Cookie', 'a=1')
      res.setDraftMode({ enable: true }).end()
    },
    cookies: ['a=1', `__prerender_bypass=${keys.id}; Path=/; HttpOnly; Secure; SameSite=None`],
  },
  {
    what: 'clearPreviewData() expires both, once',
    handler: (_req, res) => res.clearPreviewData().clearPreviewData().end(),
    cookies: [`__prerender_bypass=; ${EXPIRED}`, `__next_preview_data=; ${EXPIRED}`],
  },
  {
    what: 'clearPreviewData({ path }) expires those of the path',
    handler: (_req, res) => res.clearPreviewData({ path: '/blog' }).end(),
    cookies: ['__prerender_bypass', '__next_preview_data'].map((name) => `${name}=; ${EXPIRED.replace('Path=/', 'Path=/blog')}`), // prettier-ignore
  },
]

for (const { what, handler, cookies } of COOKIES) {
  test(`${what}: ${cookies.length} cookies`, async () => {
    assert.deepEqual((await ask(handler)).headers['set-cookie'], cookies)
  })
}

test('in development the cookie does not ask for TLS', async () => {
  const answer = await answerOf((_req, res) => {
    setDraftMode(res, true, { keys, secure: false })
    res.end()
  })
  assert.deepEqual(answer.headers['set-cookie'], [`__prerender_bypass=${keys.id}; Path=/; HttpOnly; SameSite=Lax`])
})

test('preview data come back in the request that brings the cookies', async () => {
  const data = { post: 7, title: 'ünï' }
  const set = await ask((_req, res) => res.setPreviewData(data, { maxAge: 60, path: '/blog' }).end())
  for (const cookie of set.headers['set-cookie'] ?? []) assert.match(cookie, /; Max-Age=60; Path=\/blog; HttpOnly/)
  const answer = await ask(show, toCookieHeader(set))
  assert.deepEqual(JSON.parse(answer.body.toString()), [true, data, true])
  assert.equal(answer.headers['set-cookie'], undefined)
})

const sealed = toCookieHeader(await ask((_req, res) => res.setPreviewData({ a: 1 }).end()))
const stale = toCookieHeader(await ask((_req, res) => res.setPreviewData({ a: 1 }, { maxAge: -10 }).end()))
const foreign = toCookieHeader(await answerOf(throughDoor((_req, res) => res.setPreviewData({ a: 1 }).end())))
const BYPASS = `__prerender_bypass=${keys.id}`
const flipped = sealed.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
const unsigned = `${BYPASS}; __next_preview_data=eyJhbGciOiJub25lIn0.eyJkYXRhIjoiIn0.`

const READ: { what: string; cookie?: string; state: unknown[]; cleared: boolean }[] = [
  { what: 'no cookie', state: ['undefined', false, 'undefined'], cleared: false },
  { what: 'another cookie', cookie: 'a=1', state: ['undefined', false, 'undefined'], cleared: false },
  { what: 'draft mode', cookie: BYPASS, state: [true, {}, true], cleared: false },
  { what: 'preview data', cookie: sealed, state: [true, { a: 1 }, true], cleared: false },
  { what: 'a wrong id', cookie: '__prerender_bypass=0', state: ['undefined', false, 'undefined'], cleared: true },
  { what: 'data without the id', cookie: sealed.split('; ')[1] ?? '', state: ['undefined', false, 'undefined'], cleared: true }, // prettier-ignore
  { what: 'data of another server', cookie: foreign, state: ['undefined', false, 'undefined'], cleared: true },
  { what: 'data changed on the way', cookie: flipped, state: ['undefined', false, 'undefined'], cleared: true },
  { what: 'data past their age', cookie: stale, state: ['undefined', false, 'undefined'], cleared: true },
  { what: 'data without a signature', cookie: unsigned, state: ['undefined', false, 'undefined'], cleared: true },
  { what: 'a token that is none', cookie: `${BYPASS}; __next_preview_data=x`, state: ['undefined', false, 'undefined'], cleared: true }, // prettier-ignore
]

for (const { what, cookie, state, cleared } of READ) {
  test(`${what} in the request is ${state[0] === true ? 'believed' : 'not believed'}${cleared ? ', and expired' : ''}`, async () => {
    const answer = await ask(show, cookie)
    assert.deepEqual(JSON.parse(answer.body.toString()), state)
    const expired = [`__prerender_bypass=; ${EXPIRED}`, `__next_preview_data=; ${EXPIRED}`]
    assert.deepEqual(answer.headers['set-cookie'], cleared ? expired : undefined)
  })
}

test('data over two kilobytes are refused', async () => {
  const answer = await ask((_req, res) => {
    assert.throws(() => res.setPreviewData('x'.repeat(2000)), /limited to 2KB/)
    res.end()
  })
  assert.equal(answer.headers['set-cookie'], undefined)
})

test('the keys of two servers differ', () => {
  const other = createDraftKeys()
  assert.match(other.id, /^[0-9a-f]{32}$/)
  assert.notEqual(other.id, keys.id)
  assert.notDeepEqual(other.signing, keys.signing)
})

test('only cookies of those two names are looked at closer', () => {
  assert.equal(mayHavePreview(undefined), false)
  assert.equal(mayHavePreview('session=1'), false)
  assert.equal(mayHavePreview('a=1; __prerender_bypass=x'), true)
})
