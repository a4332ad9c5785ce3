import { createHash, createHmac, randomBytes } from 'node:crypto'
import Stripe from 'stripe'
import { Webhook as Svix } from 'svix'
import { Webhook as StdWebhook } from 'standardwebhooks'
import { SignJWT } from 'jose'
import { BASE, lib, multipart } from '../harness.mjs'

const U = (pkg, router) => ({ pkg, kind: 'upload', router })
const W = (pkg, router) => ({ pkg, kind: 'webhook', router })

const sample = (extra = []) =>
  multipart([
    { name: 'title', value: 'Ünïcode title' },
    { name: 'file', filename: 'hello.txt', type: 'text/plain', value: 'hello file' },
    ...extra,
  ])

// ------------------------------------------------------------------ uploads
lib('formidable', U('formidable', 'pages'), async (t) => {
  const s = t.session()
  const m = await sample([
    { name: 'file', filename: 'b.png', type: 'image/png', value: Buffer.from([137, 80, 78, 71, 13]) },
  ])
  const r = await s.post('/api/formidable', m)
  t.eq(r.json.fields, { title: ['Ünïcode title'] }, 'fields')
  t.eq(
    r.json.files.map((f) => [f.name, f.type, f.size]),
    [
      ['hello.txt', 'text/plain', 10],
      ['b.png', 'image/png', 5],
    ],
    'files on disk',
  )
  const big = await multipart([
    { name: 'file', filename: 'big.bin', type: 'application/octet-stream', value: Buffer.alloc(100 * 1024) },
  ])
  t.eq((await s.post('/api/formidable', big)).status, 413, 'limit')
  const cut = await s.post('/api/formidable', { body: m.body.subarray(0, 200), headers: m.headers })
  t.eq(cut.status >= 400 && cut.status < 500, true, `truncated body: ${cut.status}`)
  // chunked transfer-encoding
  const ch = await s.post('/api/formidable', {
    body: m.body,
    headers: { ...m.headers, 'transfer-encoding': 'chunked' },
  })
  t.eq(ch.json.files.length, 2, 'chunked upload')
})
lib('multer via next-connect', U('multer', 'pages'), async (t) => {
  const s = t.session()
  const m = await multipart([
    { name: 'note', value: 'n' },
    { name: 'theFiles', filename: 'a.txt', type: 'text/plain', value: 'aaaaa' },
    { name: 'theFiles', filename: 'b.txt', type: 'text/plain', value: 'bbb' },
  ])
  t.eq(
    (await s.post('/api/multer', m)).json,
    {
      body: { note: 'n' },
      files: [
        { name: 'a.txt', type: 'text/plain', size: 5, text: 'aaaaa' },
        { name: 'b.txt', type: 'text/plain', size: 3, text: 'bbb' },
      ],
    },
    'files',
  )
  const wrong = await multipart([{ name: 'other', filename: 'x', type: 'text/plain', value: 'x' }])
  const e = await s.post('/api/multer', wrong)
  t.eq(e.status, 501, 'multer error reaches onError')
  t.match(e.json.error, /^Sorry something Happened! Unexpected/, 'multer error text')
  const big = await multipart([
    { name: 'theFiles', filename: 'big', type: 'text/plain', value: Buffer.alloc(100 * 1024, 97) },
  ])
  t.match((await s.post('/api/multer', big)).json.error, /File too large/, 'limit')
  t.eq((await s.get('/api/multer')).status, 405, 'onNoMatch')
})
const busboyBody = async () => {
  const data = randomBytes(3 * 1024 * 1024)
  return {
    data,
    sha: createHash('sha256').update(data).digest('hex'),
    m: await multipart([
      { name: 'big', filename: 'big.bin', type: 'application/octet-stream', value: data },
      { name: 'after', value: 'field' },
    ]),
  }
}
lib('busboy (pages)', U('busboy', 'pages'), async (t) => {
  const { sha, m } = await busboyBody()
  const r = await t.session().post('/api/busboy', m)
  t.eq(
    r.json.parts.find((p) => p.name === 'big'),
    { name: 'big', filename: 'big.bin', mimeType: 'application/octet-stream', size: 3 * 1024 * 1024, sha256: sha },
    '3 MiB through req.pipe (over the 1 MB bodyParser default)',
  )
  t.eq(
    (await t.session().post('/api/busboy', { body: 'x', headers: { 'content-type': 'text/plain' } })).status,
    500,
    'busboy constructor throw -> Next 500',
  )
})
lib('busboy (app)', U('busboy', 'app'), async (t) => {
  const { m } = await busboyBody()
  t.eq(
    (await t.session().post('/api/app/busboy', m)).json.parts.map((p) => p.size ?? p.value).sort(),
    [3 * 1024 * 1024, 'field'],
    'Readable.fromWeb(request.body).pipe',
  )
})
lib('multiparty', U('multiparty', 'pages'), async (t) => {
  t.eq(
    (await t.session().post('/api/multiparty', await sample())).json,
    { fields: { title: ['Ünïcode title'] }, file: { name: 'hello.txt', size: 10, text: 'hello file' } },
    'form.parse',
  )
})
lib('request.formData + zod-form-data', U('zod-form-data', 'app'), async (t) => {
  const s = t.session()
  const m = await sample([
    { name: 'tags', value: 'x' },
    { name: 'tags', value: 'y' },
  ])
  t.eq(
    (await s.post('/api/app/form-data', m)).json,
    {
      title: 'Ünïcode title',
      tags: ['x', 'y'],
      file: { name: 'hello.txt', type: 'text/plain', size: 10, text: 'hello file', isFile: true },
    },
    'form',
  )
  const e = await s.post('/api/app/form-data', { form: { title: 'x' } })
  t.eq([e.status, e.json.issues], [400, ['title', 'file']], 'urlencoded form fails validation')
})

// ------------------------------------------------------------------ webhooks
const stripe = new Stripe('sk_test_x')
const stripeReq = (type, secret = 'whsec_ecosystem_stripe') => {
  // deliberately odd JSON whitespace: a re-serialised body would break the signature
  const payload = `{ "id": "evt_1",\n  "object": "event",   "type": "${type}", "data": {"object": {"unicode": "é…"}} }\n`
  return {
    body: payload,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload, secret }),
    },
  }
}
for (const [router, p] of [
  ['pages', '/api/stripe/webhook'],
  ['app', '/api/app/stripe/webhook'],
])
  lib(`stripe webhook (${router})`, W('stripe', router), async (t) => {
    const s = t.session()
    const ok = await s.post(p, stripeReq('invoice.paid'))
    t.eq([ok.status, ok.json.type], [200, 'invoice.paid'], 'valid signature over the raw body')
    const bad = await s.post(p, stripeReq('invoice.paid', 'whsec_wrong'))
    t.eq(bad.status, 400, 'wrong secret')
    t.match(bad.text, /No signatures found matching/, 'message')
    if (router === 'app')
      t.eq(
        (await s.post(p, stripeReq('checkout.session.completed'))).json,
        { message: 'Received', customer: 'cus_123' },
        'API call from the handler',
      )
    else t.eq([(await s.get(p)).status, (await s.get(p)).headers.allow], [405, 'POST'], '405')
  })
const svixReq = (secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', Impl = Svix, prefix = 'svix') => {
  const payload = '{"type":"user.created",  "data":{"id":"u_1"}}'
  const id = 'msg_1'
  const now = new Date()
  const sig = new Impl(secret).sign(id, now, payload)
  return {
    body: payload,
    headers: {
      'content-type': 'application/json',
      [`${prefix}-id`]: id,
      [`${prefix}-timestamp`]: String(Math.floor(now / 1000)),
      [`${prefix}-signature`]: sig,
    },
  }
}
for (const [router, p] of [
  ['pages', '/api/svix'],
  ['app', '/api/app/svix'],
])
  lib(`svix webhook (${router})`, W('svix', router), async (t) => {
    const s = t.session()
    t.eq((await s.post(p, svixReq())).json, { ok: true, event: 'user.created' }, 'verified')
    t.eq((await s.post(p, svixReq('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'))).status, 400, 'wrong secret')
    t.eq((await s.post(p, { json: {} })).status, 400, 'no headers')
  })
lib('standardwebhooks', W('standardwebhooks', 'app'), async (t) => {
  const s = t.session()
  t.eq(
    (await s.post('/api/app/standardwebhooks', svixReq(undefined, StdWebhook, 'webhook'))).json.data.data,
    { id: 'u_1' },
    'verified',
  )
  t.eq(
    (
      await s.post(
        '/api/app/standardwebhooks',
        svixReq('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', StdWebhook, 'webhook'),
      )
    ).status,
    401,
    'refused',
  )
})
const ghReq = (secret = 'ecosystem-github-secret', id = 'd1') => {
  const body = '{"action":"opened","issue":{"number":1,"title":"ü"},"repository":{"full_name":"a/b"}}'
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'issues',
      'x-github-delivery': id,
      'x-hub-signature-256': 'sha256=' + createHmac('sha256', secret).update(body).digest('hex'),
    },
  }
}
for (const [name, router, p] of [
  ['pages, raw', 'pages', '/api/octokit/webhooks'],
  ['pages, parsed body', 'pages', '/api/octokit/parsed'],
  ['app', 'app', '/api/app/octokit'],
])
  lib(`@octokit/webhooks (${name})`, W('@octokit/webhooks', router), async (t) => {
    const s = t.session()
    await s.req('DELETE', '/api/app/octokit', { record: false })
    const ok = await s.post(p, ghReq(undefined, `d-${t.uid}`))
    if (name === 'pages, parsed body') {
      // With the body parser on, Next has drained the stream: octokit waits for an 'end' that never
      // comes and answers 202 at its timeout. A host that replays the body would answer 200.
      t.eq([ok.status, ok.text], [202, 'still processing\n'], 'the drained stream stays drained')
      return
    }
    t.eq([ok.status, ok.text.trim()], [200, 'ok'], 'delivered')
    t.eq(
      (await s.req('DELETE', '/api/app/octokit')).json.events,
      [`issues.opened#d-${t.uid}`],
      'event handler ran (shared through globalThis)',
    )
    t.eq((await s.post(p, ghReq('wrong'))).status, 400, 'bad signature')
    t.eq((await s.post(p, { json: {} })).status, 400, 'missing headers')
  })
const qstashReq = async (body, key = 'sig_current_ecosystem', url = 'x') => {
  const token = await new SignJWT({ body: createHash('sha256').update(body).digest('base64url') })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('Upstash')
    .setSubject(url)
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime('5m')
    .setJti('jwt_1')
    .sign(new TextEncoder().encode(key))
  return { body, headers: { 'content-type': 'application/json', 'upstash-signature': token } }
}
for (const [router, p] of [
  ['pages', '/api/qstash'],
  ['app', '/api/app/qstash'],
])
  lib(`@upstash/qstash (${router})`, W('@upstash/qstash', router), async (t) => {
    const s = t.session()
    const ok = await s.post(p, await qstashReq('{"n":1}'))
    t.eq(
      [ok.status, ok.json],
      [200, router === 'pages' ? { body: { n: 1 } } : { data: { n: 1 } }],
      'verified, body handed to the handler',
    )
    t.eq((await s.post(p, await qstashReq('{"n":2}', 'sig_next_ecosystem'))).status, 200, 'next signing key')
    const bad = await s.post(p, await qstashReq('{"n":3}', 'sig_wrong'))
    t.ok(bad.status === 403 || bad.status === 400 || bad.status === 500, `wrong key is refused: ${bad.status}`)
    t.eq((await s.post(p, { json: {} })).status >= 400, true, 'no signature')
  })
lib('@upstash/qstash (pages, edge runtime)', W('@upstash/qstash', 'pages-edge'), async (t) => {
  const s = t.session()
  const ok = await s.post('/api/edge-qstash', await qstashReq('{"n":1}'))
  t.eq(
    [ok.status, ok.json.body, ok.json.path],
    [200, { n: 1 }, '/api/edge-qstash'],
    'edge API route: (NextRequest) => Response',
  )
  t.ok((await s.post('/api/edge-qstash', await qstashReq('{"n":3}', 'sig_wrong'))).status >= 400, 'wrong key')
})
for (const [router, p] of [
  ['pages', '/api/grammy'],
  ['app', '/api/app/grammy'],
])
  lib(`grammy webhook (${router})`, W('grammy', router), async (t) => {
    const s = t.session()
    const update = (text, entities) => ({
      update_id: 1,
      message: {
        message_id: 5,
        date: 1700000000,
        chat: { id: 77, type: 'private', first_name: 'A' },
        from: { id: 77, is_bot: false, first_name: 'A' },
        text,
        entities,
      },
    })
    const headers = router === 'pages' ? { 'x-telegram-bot-api-secret-token': 'telegram-secret' } : {}
    const before = t.mocks.state.http.length
    t.eq(
      (await s.post(p, { json: update('/ping', [{ type: 'bot_command', offset: 0, length: 5 }]), headers })).status,
      200,
      'command',
    )
    t.eq((await s.post(p, { json: update('hi'), headers })).status, 200, 'text')
    const calls = t.mocks.state.http
      .slice(before)
      .filter((c) => c.path.endsWith('/sendMessage'))
      .map((c) => JSON.parse(c.body).text)
    t.eq(calls, ['pong', 'echo: hi'], 'replies reached the Telegram API (mock)')
    if (router === 'pages') t.eq((await s.post(p, { json: update('x') })).status, 401, 'secret token is checked')
  })
