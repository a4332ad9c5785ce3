import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { toOperate } from '../../src/config/operate-options.ts'
import { SILENT, type Logger } from '../../src/log.ts'
import { openOperations } from '../../src/ops/operations.ts'
import { removeProjects } from '../module/temp-project.ts'
import { serveFiles, type Served } from './serve.ts'

const FILES = {
  'pages/api/hello.js': 'export default (req, res) => res.json({ hello: 1 })',
  'pages/api/users/[id].js': 'export default (req, res) => res.json({ id: req.query.id })',
  'pages/api/fails.js': 'export default () => { throw new Error("no") }',
  'pages/api/broken.js': 'throw new Error("no")\nexport default () => {}',
  'pages/api/burn.js': `
    export default (req, res) => {
      const end = performance.now() + Number(req.query.ms)
      while (performance.now() < end);
      res.end('burnt')
    }`,
}

after(removeProjects)

/** A logger that remembers the ports it was told. */
function createPortLog(): { readonly log: Logger; readonly ports: Record<string, number> } {
  const ports: Record<string, number> = {}
  const info = (fields: { event?: string; port?: number }): void => {
    if (fields.event !== undefined && fields.port !== undefined) ports[fields.event] = fields.port
  }
  return { log: { ...SILENT, info }, ports }
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status

test('metrics tell of requests by route, of refusals, and of the modules', async () => {
  const { log, ports } = createPortLog()
  const options = { metrics: { port: 0, host: '127.0.0.1' } }
  const served = await serveFiles(FILES, options)
  const operations = await openOperations(toOperate([options]), log)
  await operations.follow(served.life, served.modules)
  const url = `http://127.0.0.1:${served.port}`
  for (const path of [
    '/api/hello',
    '/api/users/1',
    '/api/users/2',
    '/api/fails',
    '/api/broken',
    '/nowhere',
    '/livez',
  ]) {
    await (await fetch(url + path)).text()
  }
  await (await fetch(`${url}/api/hello`, { method: 'POST', body: 'x'.repeat(300) })).text()
  await fetch(url, { method: 'OPTIONS', headers: { host: 'a b' } }).catch(() => {})
  await sleep(20)
  const res = await fetch(`http://127.0.0.1:${ports['metrics']}/metrics`)
  const text = await res.text()
  assert.equal(res.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  const count = (labels: string): RegExp =>
    new RegExp(`^http_server_request_duration_seconds_count\\{${labels}\\} (\\d+)$`, 'm')
  const rest = 'url_scheme="http",network_protocol_version="1.1"'
  assert.equal(
    count(`http_request_method="GET",http_response_status_code="200",${rest},http_route="/api/users/\\[id\\]"`).exec(
      text,
    )?.[1],
    '2',
  )
  assert.match(text, count(`http_request_method="GET",http_response_status_code="404",${rest}`))
  assert.match(
    text,
    count(`http_request_method="GET",http_response_status_code="500",${rest},http_route="/api/fails",error_type="500"`),
  )
  assert.doesNotMatch(text, /livez/)
  for (const line of [
    'rehost_modules\\{state="loaded"\\} 3',
    'rehost_modules\\{state="failed"\\} 1',
    'rehost_modules\\{state="waiting"\\} 1',
    'http_server_request_body_size_bytes_sum\\{http_request_method="POST"[^}]*\\} 300',
    'http_server_response_body_size_bytes_sum\\{http_request_method="POST"[^}]*\\} 11',
    'rehost_draining 0',
    'rehost_connections [1-9]',
    'rehost_connections_dropped_total\\{reason="slow_reader"\\} 0',
    'rehost_client_errors_total\\{status="400"\\} \\d',
    'rehost_uncaught_errors_total\\{kind="rejection"\\} \\d',
    'nodejs_eventloop_lag_p99_seconds [\\d.e-]+',
    'process_cpu_seconds_total [\\d.e-]+',
  ]) {
    assert.match(text, new RegExp(`^${line}`, 'm'))
  }
  assert.equal(await statusOf(`http://127.0.0.1:${ports['metrics']}/`), 404)
  await operations.close()
  await served.stop()
})

test('metrics are not on the public port', async () => {
  const served = await serveFiles(FILES, { metrics: { port: 0 } })
  assert.equal(await statusOf(`http://127.0.0.1:${served.port}/metrics`), 404)
  await served.stop()
})

test('a port that is taken is named', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve)
  })
  const { port } = other.address() as AddressInfo
  const served = await serveFiles(FILES, {})
  const place = { port, host: '127.0.0.1' }
  const expected = { code: 'PORT_IN_USE', message: `Port ${port} is in use` }
  await assert.rejects(openOperations(toOperate([{ health: place }]), SILENT), expected)
  const operations = await openOperations(toOperate([{ metrics: place }]), SILENT)
  await assert.rejects(operations.follow(served.life, served.modules), expected)
  other.close()
  await served.stop()
})

test('probes have a thread: they answer while a handler burns the processor', async () => {
  const { log, ports } = createPortLog()
  const served = await serveFiles(FILES)
  const operations = await openOperations(toOperate([{ health: { port: 0, host: '127.0.0.1' } }]), log)
  const probes = `http://127.0.0.1:${ports['health']}`
  assert.deepEqual([await statusOf(`${probes}/livez`), await statusOf(`${probes}/readyz`)], [200, 503])
  await operations.follow(served.life, served.modules)
  assert.equal(await statusOf(`${probes}/readyz`), 200)
  assert.equal(await statusOf(`${probes}/api/hello`), 404)

  // The client of this test shares the event loop that burns, so the thread is asked by a process of its own.
  const { spawn } = await import('node:child_process')
  const ask = `fetch('${probes}/livez').then((r) => console.log(r.status, Date.now()))`
  const asking = spawn(process.execPath, ['-e', `setTimeout(() => ${ask}, 300)`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = new Promise<string>((resolve) => {
    asking.stdout.once('data', (data: Buffer) => resolve(data.toString()))
  })
  await new Promise((resolve) => {
    asking.once('spawn', resolve)
  })
  await (await fetch(`http://127.0.0.1:${served.port}/api/burn?ms=2500`)).text()
  const burntAt = Date.now()
  const [status, answeredAt] = (await said).split(' ').map(Number)
  assert.equal(status, 200)
  assert.ok((answeredAt ?? 0) < burntAt, 'answered before the burning ended')

  served.life.phase = 'draining'
  await sleep(250)
  assert.deepEqual([await statusOf(`${probes}/livez`), await statusOf(`${probes}/readyz`)], [200, 503])
  await operations.close()
  await served.stop()
})

test('an event loop that stands still for too long is not alive', async () => {
  const { log, ports } = createPortLog()
  const served = await serveFiles(FILES)
  const options = toOperate([{ health: { port: 0, host: '127.0.0.1', stallMs: 300 } }])
  const operations = await openOperations(options, log)
  await operations.follow(served.life, served.modules)
  const { spawn } = await import('node:child_process')
  const ask = `fetch('http://127.0.0.1:${ports['health']}/livez').then((r) => console.log(r.status))`
  const asking = spawn(process.execPath, ['-e', `setTimeout(() => ${ask}, 900)`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = new Promise<string>((resolve) => {
    asking.stdout.once('data', (data: Buffer) => resolve(data.toString()))
  })
  await new Promise((resolve) => {
    asking.once('spawn', resolve)
  })
  await (await fetch(`http://127.0.0.1:${served.port}/api/burn?ms=2000`)).text()
  assert.equal((await said).trim(), '503')
  await operations.close()
  await served.stop()
})

async function burn(served: Served, ms: number): Promise<void> {
  await (await fetch(`http://127.0.0.1:${served.port}/api/burn?ms=${ms}`)).text()
}

test('an overloaded server refuses at once, but for probes, and recovers by itself', async () => {
  const served = await serveFiles(FILES)
  const operations = await openOperations(toOperate([{ overload: { maxLagMs: 100, retryAfterS: 7 } }]), SILENT)
  await operations.follow(served.life, served.modules)
  const url = `http://127.0.0.1:${served.port}`
  await burn(served, 400)
  while (served.life.retryAfterS === 0) await burn(served, 400)
  const [refused, live] = await Promise.all([fetch(`${url}/api/hello`), fetch(`${url}/livez`)])
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '7'])
  assert.equal(await refused.text(), '{"message":"Service Unavailable"}')
  assert.equal(live.status, 200)
  assert.ok(served.life.counts.shed >= 1)
  while (served.life.retryAfterS > 0) await sleep(10)
  assert.equal(await statusOf(`${url}/api/hello`), 200)
  await operations.close()
  await served.stop()
})
