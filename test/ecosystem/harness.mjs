import http from 'node:http'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'

export const BASE = (process.env.BASE_URL ?? 'http://localhost:4200').replace(/\/$/, '')
const base = new URL(BASE)
export const sleep = (ms) => new Promise((r) => setTimeout(r, ms))

// ------------------------------------------------------------------ masks
const near = (ms) => Math.abs(ms - Date.now()) < 500 * 864e5
const MASKS = [
  [/Fe26\.2\*[\w*~.-]+/g, '<seal>'],
  [/eyJ[\w-]{8,}\.[\w-]*(\.[\w-]*){1,3}/g, '<jwt>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, (s) => (near(Date.parse(s)) ? '<iso>' : s)],
  [
    /(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g,
    (s) => (near(Date.parse(s)) ? '<httpdate>' : s),
  ],
  [/\b1[5-9]\d{8}\b/g, (s) => (near(Number(s) * 1000) ? '<epoch>' : s)],
  [/\b1[5-9]\d{11}\b/g, (s) => (near(Number(s)) ? '<epochms>' : s)],
  [/\b[0-9a-f]{64}(%7C|\|)[0-9a-f]{64}\b/gi, '<csrf>'],
  [/\b[0-9a-f]{40,}\b/gi, '<hex>'],
]
export function mask(s, extra = []) {
  if (typeof s !== 'string') return s
  let out = s
  for (const [re, to] of extra) out = out.replace(re, to)
  out = out
    .split(BASE)
    .join('<base>')
    .split(encodeURIComponent(BASE))
    .join('<base%>')
    .split(base.host)
    .join('<host>')
    .split(encodeURIComponent(base.host))
    .join('<host%>')
  for (const [re, to] of MASKS) out = out.replace(re, to)
  return out
}

function describeBody(buf, contentType, extra) {
  if (!buf.length) return { body: '', changed: false }
  const ct = contentType ?? ''
  const textual = /json|text|xml|javascript|urlencoded|event-stream|ndjson/.test(ct) || (!ct && !buf.includes(0))
  if (!textual) return { body: `<binary ${ct.split(';')[0]}>`, changed: true }
  const raw = buf.toString('utf8')
  // Next's own error page: chunk names and build id differ per build
  if (raw.startsWith('<!DOCTYPE html>') && raw.includes('__NEXT_DATA__'))
    return { body: '<next error page>', changed: true }
  const m = mask(raw, extra)
  if (m.length > 6000)
    return {
      body: `<text ${createHash('sha256').update(m).digest('hex').slice(0, 16)} len=${m.length}>`,
      changed: m !== raw,
    }
  return { body: m, changed: m !== raw }
}

// ------------------------------------------------------------------ test context
export class T {
  constructor(name) {
    this.name = name
    this.uid = randomBytes(4).toString('hex')
    this.extra = [[new RegExp(this.uid, 'g'), '<uid>']]
    this.records = []
    this.checks = 0
    this.closers = []
  }
  maskMore(...pairs) {
    this.extra.push(...pairs)
  }
  ok(cond, msg) {
    this.checks++
    if (!cond) throw new Error(msg)
  }
  eq(a, b, msg) {
    this.checks++
    const x = JSON.stringify(a)
    const y = JSON.stringify(b)
    if (x !== y) throw new Error(`${msg}: got ${String(x).slice(0, 400)}, want ${String(y).slice(0, 400)}`)
  }
  match(s, re, msg) {
    this.checks++
    if (!re.test(String(s))) throw new Error(`${msg}: ${JSON.stringify(String(s).slice(0, 300))} does not match ${re}`)
  }
  session() {
    return new Session(this)
  }
  onClose(fn) {
    this.closers.push(fn)
  }
  record(req, res) {
    const { body, changed } = describeBody(res.buf, res.headers['content-type'], this.extra)
    const headers = []
    for (let i = 0; i < res.rawHeaders.length; i += 2) {
      const n = res.rawHeaders[i].toLowerCase()
      if (n === 'date') continue
      let v = mask(res.rawHeaders[i + 1], this.extra)
      if (changed && n === 'etag') v = '<etag>'
      if (changed && n === 'content-length') v = '<len>'
      headers.push([n, v])
    }
    const cookies = headers.filter(([n]) => n === 'set-cookie')
    const rest = headers.filter(([n]) => n !== 'set-cookie').sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
    const entry = {
      req: { method: req.method, path: mask(req.path, this.extra), ...(req.note ? { note: req.note } : {}) },
      res: { status: res.status, statusText: res.statusText, headers: [...rest, ...cookies], body },
    }
    this.records.push(entry)
    return entry
  }
  // fetch() for real library clients; records what came back
  fetch(opts = {}) {
    return async (input, init) => {
      const request = input instanceof Request ? input : null
      const url = new URL(String(request ? request.url : input), BASE)
      const res = await fetch(input, {
        ...init,
        ...(opts.headers
          ? { headers: { ...Object.fromEntries(new Headers(init?.headers ?? request?.headers)), ...opts.headers } }
          : {}),
      })
      if (!opts.silent) {
        const rawHeaders = []
        for (const [k, v] of res.headers) rawHeaders.push(k, v)
        const slot = this.record(
          { method: init?.method ?? request?.method ?? 'GET', path: url.pathname + url.search, note: 'client' },
          {
            status: res.status,
            statusText: res.statusText,
            headers: Object.fromEntries(res.headers),
            rawHeaders,
            buf: Buffer.alloc(0),
          },
        )
        if (res.body && !opts.noBody) {
          const copy = res.clone()
          this.onClose(
            Promise.race([copy.arrayBuffer(), sleep(3000).then(() => null)]).then(
              (b) => {
                if (b) slot.res.body = describeBody(Buffer.from(b), res.headers.get('content-type'), this.extra).body
              },
              () => {},
            ),
          )
        }
      }
      return res
    }
  }
}

// A small cookie-jar HTTP client on node:http: sees raw headers, chunk arrival times, trailers; never follows redirects.
export class Session {
  constructor(t) {
    this.t = t
    this.jar = new Map()
  }
  cookieHeader() {
    return [...this.jar].map(([k, v]) => `${k}=${v}`).join('; ')
  }
  absorb(setCookies) {
    for (const c of setCookies) {
      const [pair, ...attrs] = c.split(';')
      const eq = pair.indexOf('=')
      const name = pair.slice(0, eq).trim()
      const value = pair.slice(eq + 1).trim()
      const a = attrs.map((x) => x.trim().toLowerCase())
      const exp = a.find((x) => x.startsWith('expires='))
      const gone = a.includes('max-age=0') || (exp && Date.parse(exp.slice(8)) < Date.now())
      if (gone) this.jar.delete(name)
      else this.jar.set(name, value)
    }
  }
  req(method, path, { headers = {}, json, form, body, record = true, note, abortAfter, jar = true } = {}) {
    const url = new URL(path, BASE)
    let payload = body
    const h = { host: url.host, ...headers }
    if (json !== undefined) {
      payload = JSON.stringify(json)
      h['content-type'] ??= 'application/json'
    }
    if (form !== undefined) {
      payload = new URLSearchParams(form).toString()
      h['content-type'] ??= 'application/x-www-form-urlencoded'
    }
    if (payload !== undefined) {
      payload = Buffer.isBuffer(payload) ? payload : Buffer.from(payload)
      if (!h['transfer-encoding']) h['content-length'] ??= String(payload.length)
    }
    if (jar && this.jar.size && !h.cookie) h.cookie = this.cookieHeader()
    return new Promise((resolve, reject) => {
      const started = Date.now()
      const r = http.request(
        { host: url.hostname, port: url.port || 80, method, path: url.pathname + url.search, headers: h, agent: false },
        (res) => {
          const chunks = []
          const out = {
            status: res.statusCode,
            statusText: res.statusMessage,
            headers: res.headers,
            rawHeaders: res.rawHeaders,
            chunks,
            headersAt: Date.now() - started,
            truncated: false,
          }
          const finish = () => {
            out.buf = Buffer.concat(chunks.map((c) => c.data))
            out.text = out.buf.toString('utf8')
            out.setCookies = res.headers['set-cookie'] ?? []
            out.location = res.headers.location ? mask(res.headers.location, this.t.extra) : undefined
            Object.defineProperty(out, 'json', {
              get() {
                try {
                  return JSON.parse(out.text)
                } catch {
                  throw new Error(`not JSON (${out.status}): ${out.text.slice(0, 200)}`)
                }
              },
            })
            if (jar) this.absorb(out.setCookies)
            if (record) this.t.record({ method, path: url.pathname + url.search, note }, out)
            resolve(out)
          }
          res.on('data', (d) => chunks.push({ at: Date.now() - started, data: d }))
          res.on('end', finish)
          res.on('error', () => {
            out.truncated = true
            finish()
          })
          if (abortAfter !== undefined) setTimeout(() => r.destroy(), abortAfter)
        },
      )
      r.on('error', (e) => (abortAfter !== undefined ? resolve({ aborted: true }) : reject(e)))
      r.setTimeout(20000, () => r.destroy(new Error('client timeout')))
      if (payload !== undefined) r.write(payload)
      r.end()
    })
  }
  get(path, o) {
    return this.req('GET', path, o)
  }
  post(path, o) {
    return this.req('POST', path, o)
  }
}

export async function multipart(parts) {
  const boundary = '----ecosystemBoundary7MA4YWxkTrZu0gW'
  const out = []
  for (const p of parts) {
    out.push(
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${p.name}"${p.filename ? `; filename="${p.filename}"` : ''}\r\n${p.type ? `Content-Type: ${p.type}\r\n` : ''}\r\n`,
      ),
    )
    out.push(Buffer.isBuffer(p.value) ? p.value : Buffer.from(p.value), Buffer.from('\r\n'))
  }
  out.push(Buffer.from(`--${boundary}--\r\n`))
  return { body: Buffer.concat(out), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

// first-to-last chunk spread, for "was it really streamed?"
export const spread = (r) => (r.chunks.length < 2 ? 0 : r.chunks[r.chunks.length - 1].at - r.chunks[0].at)

// ------------------------------------------------------------------ registry
export const registry = []
export const lib = (name, meta, fn) => registry.push({ name, meta, fn })

export async function runAll({ only, router, dir, mocks }) {
  let passed = 0
  let failed = 0
  const results = []
  if (dir) mkdirSync(dir, { recursive: true })
  for (const { name, meta, fn } of registry) {
    if (only && !only.some((o) => name.includes(o))) continue
    // 'app+pages' asks both, one after the other, and is at home with the first.
    if (router && !meta.router.startsWith(router)) continue
    const t = new T(name)
    t.mocks = mocks
    let err
    try {
      await Promise.race([
        fn(t),
        sleep(30000).then(() => {
          throw new Error('scenario timed out after 30 s')
        }),
      ])
    } catch (e) {
      err = e
    }
    await Promise.all(t.closers.map((c) => (typeof c === 'function' ? c() : c))).catch(() => {})
    if (err) {
      failed++
      console.log(`FAIL ${name}: ${String(err.message).replace(/\s+/g, ' ').slice(0, 500)}`)
      if (process.env.DEBUG) console.log(err.stack, JSON.stringify(t.records.slice(-2), null, 1).slice(0, 4000))
    } else {
      passed++
      console.log(`PASS ${name}`)
    }
    results.push({ name, ...meta, ok: !err, checks: t.checks, requests: t.records.length, error: err?.message })
    if (dir)
      writeFileSync(
        `${dir}/${name.replace(/[^\w.@-]+/g, '_')}.json`,
        JSON.stringify({ name, meta, ok: !err, records: t.records }, null, 1) + '\n',
      )
  }
  if (dir) writeFileSync(`${dir}/_results.json`, JSON.stringify(results, null, 1) + '\n')
  console.log(`${passed} passed, ${failed} failed`)
  return { passed, failed, results }
}
