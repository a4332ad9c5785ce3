import { DefaultChatTransport, readUIMessageStream } from 'ai'
import { EventSource } from 'eventsource'
import { gunzipSync } from 'node:zlib'
import { BASE, lib, sleep, spread } from '../harness.mjs'

const S = (pkg, router) => ({ pkg, kind: 'ai/streaming', router })
const messages = [{ id: 'm1', role: 'user', parts: [{ type: 'text', text: 'hi' }] }]

async function aiChat(t, path) {
  t.maskMore([/"(messageId|id)":"(?!text-1|m1)[\w-]{10,}"/g, '"$1":"<id>"'])
  const transport = new DefaultChatTransport({ api: BASE + path, fetch: t.fetch({ silent: true }) })
  const stream = await transport.sendMessages({
    chatId: 'c1',
    messages,
    trigger: 'submit-message',
    abortSignal: undefined,
  })
  const states = []
  for await (const m of readUIMessageStream({ stream }))
    states.push([
      Date.now(),
      m.parts
        .filter((p) => p.type === 'text')
        .map((p) => p.text)
        .join(''),
    ])
  t.eq(states.at(-1)[1], 'Hello, world!', 'final text')
  t.ok(
    states.some(([, s]) => s === 'Hello') && states.some(([, s]) => s === 'Hello, '),
    'intermediate states were seen',
  )
  const raw = await t.session().post(path, { json: { id: 'c1', messages } })
  t.eq([raw.status, raw.headers['x-vercel-ai-ui-message-stream']], [200, 'v1'], 'header')
  t.match(raw.headers['content-type'], /text\/event-stream/, 'type')
  t.ok(raw.text.endsWith('data: [DONE]\n\n'), 'terminator')
  t.ok(spread(raw) > 100, `streamed (${spread(raw)} ms)`)
  return states
}
lib('ai SDK streamText (app)', S('ai', 'app'), async (t) => {
  const states = await aiChat(t, '/api/app/ai-chat')
  t.ok(states.at(-1)[0] - states[0][0] > 60, 'client saw it grow over time')
  const txt = await t.session().post('/api/app/ai-text', { json: { prompt: 'x' } })
  t.eq([txt.text, /text\/plain/.test(txt.headers['content-type'])], ['Hello, world!', true], 'toTextStreamResponse')
  t.ok(spread(txt) > 60, 'text streamed')
  // client goes away: request.signal aborts the model call
  const s = t.session()
  const before = (await s.get('/api/app/ai-chat', { record: false })).json.aborted
  await s.post('/api/app/ai-chat', { json: { id: 'c1', messages }, abortAfter: 150, record: false })
  await sleep(400)
  t.eq(
    (await s.get('/api/app/ai-chat', { record: false })).json.aborted - before,
    1,
    'request.signal aborted streamText',
  )
})
lib('ai SDK streamText (pages)', S('ai', 'pages'), async (t) => {
  await aiChat(t, '/api/ai-chat')
})
lib('openai (app)', S('openai', 'app'), async (t) => {
  const s = t.session()
  t.eq(
    (await s.post('/api/app/openai', { json: { messages: [{ role: 'user', content: 'yo' }], stream: false } })).json,
    { role: 'assistant', content: 're: yo' },
    'completion',
  )
  const r = await s.post('/api/app/openai', { json: { messages: [{ role: 'user', content: 'yo' }] } })
  t.eq(
    r.text
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l).choices[0].delta.content)
      .join(''),
    're: yo!',
    'ndjson stream',
  )
  t.ok(spread(r) > 100, `streamed (${spread(r)} ms)`)
})
lib('openai (pages)', S('openai', 'pages'), async (t) => {
  const r = await t.session().post('/api/openai', {
    json: { messages: [{ role: 'user', content: 'yo' }] },
    headers: { 'accept-encoding': 'gzip' },
  })
  t.eq([...r.text.matchAll(/data: (.*)/g)].map((m) => JSON.parse(m[1])).join(''), 're: yo!', 'SSE by res.write')
  t.eq(
    [r.headers['content-encoding'], r.headers['connection']],
    ['none', 'keep-alive'],
    'res.writeHead headers survive',
  )
  t.ok(spread(r) > 100, `streamed (${spread(r)} ms)`)
})
const readEvents = (t, url, { events, until, timeout = 5000 }) =>
  new Promise((resolve, reject) => {
    const es = new EventSource(BASE + url)
    const got = []
    t.onClose(() => es.close())
    const timer = setTimeout(() => reject(new Error(`EventSource timeout, got ${JSON.stringify(got)}`)), timeout)
    for (const e of events)
      es.addEventListener(e, (m) => {
        got.push([e, m.data, m.lastEventId, Date.now()])
        if (until(got)) {
          clearTimeout(timer)
          es.close()
          resolve(got)
        }
      })
  })
lib('SSE by hand (pages)', S('eventsource', 'pages'), async (t) => {
  const got = await readEvents(t, '/api/sse', { events: ['tick', 'done'], until: (g) => g.at(-1)[0] === 'done' })
  t.eq(
    got.map((g) => g[0]),
    ['tick', 'tick', 'tick', 'tick', 'tick', 'done'],
    'events',
  )
  t.eq(got[4][2], '4', 'ids')
  t.ok(got[4][3] - got[0][3] > 120, 'live (Cache-Control: no-transform keeps compression away)')
  const s = t.session()
  const plain = await s.get('/api/sse')
  t.ok(spread(plain) > 150, `identity streamed (${spread(plain)} ms)`)
  const flushed = await s.get('/api/sse?transform=1&flush=1', { headers: { 'accept-encoding': 'gzip' } })
  t.eq(flushed.status, 200, 'res.flush() exists (much public code calls it unguarded)')
  t.eq(
    flushed.headers['content-encoding'] === 'gzip' ? gunzipSync(flushed.buf).toString() : flushed.text,
    plain.text,
    'same text',
  )
  t.ok(spread(flushed) > 150, `res.flush() pushes the events out (${spread(flushed)} ms)`)
  const resumed = await s.get('/api/sse', { headers: { 'last-event-id': '3' } })
  t.match(resumed.text, /"last":"3"/, 'Last-Event-ID')
})
lib('SSE by hand (app)', S('eventsource', 'app'), async (t) => {
  const got = await readEvents(t, '/api/app/sse', { events: ['message'], until: (g) => g.length === 5 })
  t.ok(got[4][3] - got[0][3] > 80, 'live')
  await sleep(200)
  const s = t.session()
  const st = (await s.req('DELETE', '/api/app/sse', { record: false })).json
  t.ok(st.cancelled >= 1, `disconnect cancels the ReadableStream: ${JSON.stringify(st)}`)
  t.ok(st.aborted >= 1, `disconnect aborts request.signal: ${JSON.stringify(st)}`)
})
lib('better-sse (pages)', S('better-sse', 'pages'), async (t) => {
  const r = await t.session().get('/api/better-sse')
  t.match(r.headers['content-type'], /text\/event-stream/, 'type')
  t.ok(/data:"Hello world!"/.test(r.text) && /event:iteration/.test(r.text), `body: ${r.text.slice(0, 200)}`)
  t.maskMore([/^id:.*$/gm, 'id:<id>'], [/\b[0-9a-f-]{36}\b/g, '<uuid>'])
})
lib('better-sse (app)', S('better-sse', 'app'), async (t) => {
  const got = await readEvents(t, '/api/app/better-sse', { events: ['ping', 'message'], until: (g) => g.length === 2 })
  t.eq(
    got.map((g) => [g[0], JSON.parse(g[1])]),
    [
      ['ping', { hello: 'world' }],
      ['message', 'second'],
    ],
    'events',
  )
})
