import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NativeResponse } from '../../src/next/platform.ts'
import { WebResponse, plainOf } from '../../src/next/web-response.ts'

type Make = (R: typeof Response) => Response | Promise<Response>

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const as = <T>(value: unknown): T => value as T

// Each is made with the platform's class and with ours; whatever can be seen must be the same.
const MADE: Record<string, Make> = {
  'nothing at all': (R) => new R(),
  null: (R) => new R(null),
  'an empty string': (R) => new R(''),
  text: (R) => new R('héllo'),
  bytes: (R) => new R(bytes('abc')),
  'an ArrayBuffer': (R) => new R(bytes('abc').buffer),
  'a typed array that is no Uint8Array': (R) => new R(new Uint16Array([1, 2])),
  'search parameters': (R) => new R(new URLSearchParams('a=1')),
  'a blob': (R) => new R(new Blob(['x'], { type: 'text/x' })),
  'a number': (R) => new R(as<string>(7)),
  'an object': (R) => new R(as<string>({})),
  'status and reason': (R) => new R('x', { status: 418, statusText: 'Teapot!' }),
  'headers as object': (R) => new R('x', { headers: { 'X-A': ' 1 ', 'content-type': 'text/own' } }),
  'headers as pairs': (R) =>
    new R('x', {
      headers: [
        ['a', '1'],
        ['a', '2'],
      ],
    }),
  'headers as Headers': (R) => new R(null, { headers: new Headers({ a: '1' }) }),
  'two cookies': (R) =>
    new R(null, {
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    }),
  'a header that is no token': (R) => new R('x', { headers: { 'a b': '1' } }),
  'a header with a line break': (R) => new R('x', { headers: { a: '1\n2' } }),
  'status 199': (R) => new R('x', { status: 199 }),
  'status 600': (R) => new R('x', { status: 600 }),
  'status 200.5': (R) => new R('x', { status: 200.5 }),
  'status as text': (R) => new R('x', { status: as<number>('201') }),
  'status null': (R) => new R('x', { status: as<number>(null) }),
  'a body with 204': (R) => new R('x', { status: 204 }),
  'no body with 204': (R) => new R(null, { status: 204 }),
  'a reason with a line break': (R) => new R('x', { statusText: 'a\nb' }),
  'options that are no object': (R) => new R('x', as<ResponseInit>(1)),
  'options null': (R) => new R('x', as<ResponseInit>(null)),
  'a response as options': (R) => new R('x', new R(null, { status: 201, headers: { a: '1' } })),
  json: (R) => R.json({ a: [1, null] }),
  'json with options': (R) => R.json('x', { status: 201, statusText: 'Made', headers: { 'content-type': 'a/b' } }),
  'json undefined': (R) => R.json(undefined),
  'json of a cycle': (R) => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    return R.json(cycle)
  },
  'json with 204': (R) => R.json(1, { status: 204 }),
  error: (R) => R.error(),
  redirect: (R) => R.redirect('http://example.com/a b', 301),
  'redirect to nowhere': (R) => R.redirect('/rel'),
  'redirect with 200': (R) => R.redirect('http://example.com/', 200),
  'headers changed later': (R) => {
    const response = new R('x')
    response.headers.set('content-type', 'text/later')
    response.headers.append('x-a', '1')
    return response
  },
  'content type removed': (R) => {
    const response = new R('x')
    response.headers.delete('content-type')
    return response.clone()
  },
  'a clone': (R) => new R('x', { status: 201, headers: { a: '1' } }).clone(),
  'a clone of what was looked at': (R) => {
    const response = new R('abc')
    response.headers.set('x-a', '1')
    assert.ok(response.body)
    response.headers.set('x-b', '1')
    return response.clone()
  },
  'a buffer changed after': (R) => {
    const buffer = bytes('abc')
    const response = new R(buffer)
    buffer[0] = 0
    return response
  },
  'read text': async (R) => {
    const response = new R('x')
    await response.text()
    return response
  },
  'read null': async (R) => {
    const response = new R(null)
    await response.text()
    return response
  },
  'a locked body': (R) => {
    const response = new R('x')
    response.body?.getReader()
    return response
  },
}

const attempt = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work()
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
}

async function look(response: Response): Promise<unknown> {
  const { status, statusText, ok, type, url, redirected, bodyUsed } = response
  const body = response.body instanceof ReadableStream ? `stream, ${response.body.locked}` : response.body
  const cloned = await attempt(() => response.clone().text())
  const blob = await attempt(async () => (await new (response.constructor as typeof Response)(null).blob()).size)
  const text = await attempt(() => response.text())
  const again = await attempt(() => response.json())
  const used = [bodyUsed, response.bodyUsed, response.body?.locked]
  const names = [Object.keys(response), Object.prototype.toString.call(response), response.constructor.name]
  const isOne = [response instanceof NativeResponse, response instanceof WebResponse]
  const headers = [...response.headers]
  return { status, statusText, ok, type, url, redirected, body, cloned, blob, text, again, used, names, isOne, headers }
}

for (const [name, make] of Object.entries(MADE)) {
  test(`a response of ${name} shows what the platform's shows`, async () => {
    const seen = await attempt(async () => look(await make(WebResponse)))
    assert.deepEqual(seen, await attempt(async () => look(await make(NativeResponse))))
  })
}

test('subclasses are instances of themselves and of Response, and others are not', () => {
  class Sub extends WebResponse {
    extra(): number {
      return this.status
    }
  }
  assert.equal(new Sub('x', { status: 201 }).extra(), 201)
  assert.equal(new Sub(new Blob(['x'])).extra(), 200)
  assert.ok(new Sub('x') instanceof Sub && new Sub('x') instanceof NativeResponse)
  assert.equal(new WebResponse('x') instanceof Sub, false)
  assert.equal({} instanceof WebResponse, false)
})

test('bytes and text stay at hand until somebody asks for the stream', () => {
  const response = WebResponse.json({ a: 1 })
  assert.equal(plainOf(response)?.body, '{"a":1}')
  assert.ok(response.headers.get('content-type') && plainOf(response))
  assert.ok(response.body)
  assert.equal(plainOf(response), undefined)
})
