import { createHmac } from 'node:crypto'
import sharp from 'sharp'
import AdmZip from 'adm-zip'
import { PDFDocument } from 'pdf-lib'
import { BASE, lib, sleep, spread } from '../harness.mjs'

const D = (pkg, router) => ({ pkg, kind: 'data', router })
const E = (pkg, router) => ({ pkg, kind: 'email/pdf/images', router })
const ST = (pkg, router) => ({ pkg, kind: 'storage', router })
const I = (pkg, router) => ({ pkg, kind: 'i18n', router })

// ------------------------------------------------------------------ data
lib('drizzle + better-sqlite3', D('drizzle-orm', 'app+pages'), async (t) => {
  t.maskMore([/"id":\d+/g, '"id":0'], [/drizzle\/\d+/g, 'drizzle/0'], [/"changes":\d+/g, '"changes":0'])
  const s = t.session()
  const p = '/api/app/drizzle'
  await s.req('DELETE', p)
  const a = await s.post(p, { json: { title: 'one' } })
  t.eq([a.status, a.json.title, a.json.done, a.json.createdAt], [201, 'one', false, '2024-01-01'], 'insert returning')
  t.eq(a.headers.location, `${p}/${a.json.id}`, 'Location is passed through untouched')
  await s.post(p, { json: { title: 'two' } })
  t.eq((await s.req('PATCH', `${p}/${a.json.id}`, { json: { done: true } })).json.done, true, 'update')
  t.eq(
    (await s.get(`${p}?done=1`)).json.map((r) => r.title),
    ['one'],
    'relational query',
  )
  t.eq((await s.get('/api/drizzle-count')).json, { n: 2 }, 'pages route sees the same globalThis connection')
  const nf = await s.get(`${p}/999999`)
  t.eq([nf.status, nf.text], [404, ''], 'notFound() in a route handler')
})
lib('drizzle + @libsql/client', D('@libsql/client', 'pages'), async (t) => {
  const s = t.session()
  await s.post('/api/libsql', { json: { k: 'a', v: '1' } })
  t.eq((await s.post('/api/libsql', { json: { k: 'b', v: '2' } })).json.rows.length, 2, 'rows')
})
lib('prisma 7 (client engine, better-sqlite3 adapter)', D('@prisma/client', 'app+pages'), async (t) => {
  const s = t.session()
  t.eq((await s.req('DELETE', '/api/prisma/posts')).json, { reset: true }, 'reset')
  t.eq(
    (await s.post('/api/prisma/posts', { json: { title: 'Hello Prisma' } })).json,
    { id: 1, title: 'Hello Prisma', published: false },
    'create',
  )
  t.eq((await s.req('PUT', '/api/app/prisma/1')).json.published, true, 'update from a route handler (shared client)')
  t.eq((await s.req('PUT', '/api/app/prisma/999')).json, { code: 'P2025' }, 'known error class')
  t.eq(
    (await s.get('/api/prisma/posts?q=Prisma')).json,
    [{ id: 1, title: 'Hello Prisma', published: true }],
    'findMany',
  )
})
lib('ioredis', D('ioredis', 'app'), async (t) => {
  const s = t.session()
  t.eq((await s.get(`/api/app/ioredis?key=${t.uid}`)).json, { hits: 1, fromCache: false }, 'miss')
  t.eq(
    (await s.get(`/api/app/ioredis?key=${t.uid}`)).json,
    { hits: 2, fromCache: true, key: t.uid, computed: true },
    'hit',
  )
})

// ------------------------------------------------------------------ email / pdf / images
lib('nodemailer', E('nodemailer', 'pages'), async (t) => {
  const s = t.session()
  const n = t.mocks.state.mails.length
  const r = await s.post('/api/nodemailer', { json: { to: 'a@example.com', subject: 'Sübject', text: 'hi there' } })
  t.eq(r.json, { accepted: ['a@example.com'], rejected: [] }, 'sent')
  const { mail, auth, rcpt } = t.mocks.state.mails[n]
  t.eq(
    [mail.subject, mail.text.trim(), auth, rcpt, mail.attachments[0].content.toString()],
    ['Sübject', 'hi there', 'user', ['a@example.com'], 'attached'],
    'received by the SMTP stub',
  )
  const b = await s.post('/api/nodemailer', { json: { to: 'bounce@example.com', subject: 'x', text: 'x' } })
  t.eq([b.status, b.json.error], [502, 'EENVELOPE'], 'bounce')
})
lib('@react-email/render + nodemailer', E('@react-email/render', 'app'), async (t) => {
  const n = t.mocks.state.mails.length
  const r = await t.session().post('/api/app/react-email', { json: { to: 'b@example.com', name: 'Zoë' } })
  t.match(r.json.html, /Welcome, (<!-- -->)?Zoë/, 'html rendered from TSX in a route handler')
  t.match(r.json.text, /WELCOME, ZOË!/, 'plain text')
  t.match(t.mocks.state.mails[n].mail.html, /Get started/, 'mailed')
})
lib('sharp', E('sharp', 'app+pages'), async (t) => {
  const s = t.session()
  const png = await sharp({ create: { width: 64, height: 32, channels: 3, background: 'blue' } })
    .png()
    .toBuffer()
  const r = await s.post('/api/app/sharp?w=20', { body: png, headers: { 'content-type': 'image/png' } })
  const meta = await sharp(r.buf).metadata()
  t.eq(
    [r.headers['content-type'], meta.format, meta.width, meta.height],
    ['image/webp', 'webp', 20, 10],
    'resize in a route handler',
  )
  // transcript: Next 16 drops the handler's Content-Length and answers chunked
  const b = await s.get('/api/sharp')
  const bm = await sharp(b.buf).metadata()
  t.eq(
    [b.headers['content-type'], bm.format, bm.width, b.headers['cache-control']],
    ['image/png', 'png', 32, 'public, max-age=31536000, immutable'],
    'res.send(Buffer)',
  )
  const j = await s.get('/api/sharp?pipe=1')
  t.eq((await sharp(j.buf).metadata()).format, 'jpeg', 'pipe(res)')
})
for (const [router, p, title] of [
  ['pages', '/api/pdfkit?name=Eco', 2],
  ['app', '/api/app/pdfkit', 1],
])
  lib(`pdfkit (${router})`, E('pdfkit', router), async (t) => {
    const r = await t.session().get(p)
    t.eq(r.headers['content-type'], 'application/pdf', 'type')
    t.match(r.headers['content-disposition'], /filename=/, 'disposition')
    const doc = await PDFDocument.load(r.buf)
    t.eq(doc.getPageCount(), title, 'a valid PDF')
  })
for (const [router, p, files] of [
  ['pages', '/api/archiver', { 'file1.txt': 14, 'dir/big.txt': 300000 }],
  ['app', '/api/app/archiver', { 'route.txt': 20 }],
])
  lib(`archiver (${router})`, E('archiver', router), async (t) => {
    const r = await t.session().get(p)
    t.eq(r.headers['content-type'], 'application/zip', 'type')
    const zip = new AdmZip(r.buf)
    t.eq(Object.fromEntries(zip.getEntries().map((e) => [e.entryName, e.getData().length])), files, 'zip entries')
  })
lib('next/og ImageResponse', E('next', 'app'), async (t) => {
  const r = await t.session().get('/api/app/og?title=Hi')
  const m = await sharp(r.buf).metadata()
  t.eq([r.status, r.headers['content-type'], m.width, m.height], [200, 'image/png', 300, 150], 'png')
  t.match(r.headers['cache-control'], /max-age|no-cache/, `cache-control ${r.headers['cache-control']}`)
})

// ------------------------------------------------------------------ storage
const blobToken = 'vercel_blob_rw_ecosystemstore_0123456789abcdef'
for (const [router, p] of [
  ['pages', '/api/vercel-blob'],
  ['app', '/api/app/vercel-blob'],
])
  lib(`@vercel/blob client uploads (${router})`, ST('@vercel/blob', router), async (t) => {
    t.maskMore([/vercel_blob_client_[\w=+/-]+/g, '<clienttoken>'])
    const s = t.session()
    const gen = (pathname) =>
      s.post(p, {
        json: {
          type: 'blob.generate-client-token',
          payload: { pathname, callbackUrl: 'https://example.com/cb', multipart: false, clientPayload: null },
        },
      })
    const ok = await gen('a.png')
    t.match(ok.json.clientToken, /^vercel_blob_client_ecosystemstore_/, 'client token')
    if (router === 'app') t.eq((await gen('a.exe')).json, { error: 'Not allowed' }, 'refused')
    const body = JSON.stringify({
      type: 'blob.upload-completed',
      payload: { blob: { pathname: 'a.png', url: 'https://x/a.png' }, tokenPayload: 'tp' },
    })
    const sig = createHmac('sha256', blobToken).update(body).digest('hex')
    const done = await s.post(p, { body, headers: { 'content-type': 'application/json', 'x-vercel-signature': sig } })
    t.eq(
      [done.status, done.json],
      [200, { type: 'blob.upload-completed', response: 'ok' }],
      'completion callback (request.headers read in both shapes)',
    )
    t.eq(
      (await s.post(p, { body, headers: { 'content-type': 'application/json', 'x-vercel-signature': 'bad' } })).status,
      400,
      'bad signature',
    )
  })
lib('uploadthing', ST('uploadthing', 'app'), async (t) => {
  t.maskMore([/"key":"[^"]+"/g, '"key":"<key>"'], [/uploadthing\/[^?"]+\?[^"]+/g, 'uploadthing/<signed>'])
  const s = t.session()
  const p = '/api/app/uploadthing'
  const cfg = await s.get(p)
  t.eq(
    cfg.json.map((r) => r.slug),
    ['imageUploader'],
    'route config',
  )
  const h = { 'x-uploadthing-package': '@uploadthing/react', 'x-uploadthing-version': '7.7.4' }
  const body = { files: [{ name: 'a.png', size: 10, type: 'image/png', lastModified: 1 }], input: null }
  const no = await s.post(`${p}?actionType=upload&slug=imageUploader`, { json: body, headers: h })
  t.eq([no.status, no.json.message], [500, 'Unauthorized'], 'middleware refuses (UploadThingError without a code)')
  const n = t.mocks.state.http.length
  const ok = await s.post(`${p}?actionType=upload&slug=imageUploader`, {
    json: body,
    headers: { ...h, 'x-user': 'ann' },
  })
  t.eq([ok.status, ok.json.length, ok.json[0].name], [200, 1, 'a.png'], 'presigned')
  await sleep(300)
  const meta = t.mocks.state.http.slice(n).find((c) => c.path === '/uploadthing/route-metadata')
  t.ok(meta, 'metadata was registered')
  t.eq(JSON.parse(meta.body).callbackUrl.split('?')[0], BASE + p, 'callbackUrl is derived from request.url')
  const bad = await s.post(`${p}?actionType=upload&slug=nope`, { json: body, headers: h })
  t.eq(bad.status, 404, 'unknown slug')
})
lib('@aws-sdk/client-s3 + presigner', ST('@aws-sdk/client-s3', 'pages'), async (t) => {
  t.maskMore([/X-Amz-(Date|Signature|Credential)=[^&"]+/g, 'X-Amz-$1=<x>'])
  const r = await t.session().post('/api/aws-s3', { json: { name: 'k.txt', type: 'text/plain' } })
  t.eq(r.json.stored, 'server side', 'put/get through the mock')
  t.match(
    r.json.url,
    /^http:\/\/127\.0\.0\.1:4212\/s3\/bucket\/k\.txt\?.*X-Amz-Signature=[0-9a-f]{64}/,
    'presigned URL',
  )
})

// ------------------------------------------------------------------ i18n
lib('next-intl (needs its build plugin)', I('next-intl', 'app'), async (t) => {
  const s = t.session()
  t.eq(
    (await s.get('/api/app/next-intl/en')).json,
    { title: 'Hello, Eco!', items: '3 items', date: 'March 5, 2024' },
    'en',
  )
  t.eq(
    (await s.get('/api/app/next-intl/pl')).json,
    { title: 'Cześć, Eco!', items: '3 rzeczy', date: '5 marca 2024' },
    'pl',
  )
})
lib('i18next + accept-language-parser', I('i18next', 'app'), async (t) => {
  const s = t.session()
  const pl = await s.get('/api/app/i18next', { headers: { 'accept-language': 'de;q=0.9, pl;q=0.8, en;q=0.1' } })
  t.eq([pl.json, pl.headers['content-language']], [{ lng: 'pl', title: 'Cześć, Eco!' }, 'pl'], 'negotiated')
  t.eq((await s.get('/api/app/i18next', { headers: { 'accept-language': 'fr' } })).json.lng, 'en', 'fallback')
})
