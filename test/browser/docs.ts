// Opens the docs of the examples in a real browser and uses them:
//   npm run test:browser [-- <folder for screenshots>]
// Fails on a console error, a policy violation, or a request that leaves the host.
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import express from 'express'
import { toDocument } from '../../src/openapi/document.ts'
import { createDocs } from '../../src/openapi/ui.ts'
import { input, route } from '../openapi/project.ts'
import { launchChromium, type Browser, type Page } from './playwright.ts'

const root = path.resolve(import.meta.dirname, '../..')
const [shots] = process.argv.slice(2)

interface Visit {
  readonly example: string
  readonly title: RegExp
  /** Selector of the operation that is executed, and what its answer has to hold. */
  readonly operation: string
  readonly answer: RegExp
  readonly filter: string
}

const VISITS: readonly Visit[] = [
  {
    example: 'quickstart',
    title: /quickstart/i,
    operation: '#operations-api-getHello',
    answer: /hello|name|message/i,
    filter: 'api',
  },
  {
    example: 'bookshop',
    title: /Bookshop/,
    operation: '#operations-books-getBooks',
    answer: /The Dispossessed/,
    filter: 'orders',
  },
]

const work = mkdtempSync(path.join(tmpdir(), 'rehost-browser-'))

/** Starts an example on a free port. */
async function start(example: string): Promise<{ url: string; child: ChildProcess }> {
  const cli = ['--import', 'tsx', path.join(root, 'src/cli.ts'), 'start', path.join(root, 'examples', example)]
  const child = spawn(process.execPath, [...cli, '--port', '0', '--host', '127.0.0.1'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: `file:${path.join(work, 'shop.db')}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (\S+)/.exec(line)?.[1]
    if (url) return { url, child }
  }
  throw new Error(`${example} did not start`)
}

function watch(page: Page, origin: string): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console ${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`))
  page.on('request', (request) => {
    const local = request.url().startsWith(origin) || request.url().startsWith('data:')
    if (!local) complaints.push(`request to ${request.url()}`)
  })
  return complaints
}

async function shoot(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`) })
}

async function useDocs(browser: Browser, visit: Visit, url: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' })
  const complaints = watch(page, new URL(url).origin)
  await page.goto(`${url}/docs`)
  await page.waitForSelector(visit.operation)
  await page.waitForTimeout(300)
  assert.match((await page.textContent('#rehost b')) ?? '', visit.title)
  assert.match((await page.textContent('#rehost')) ?? '', /\d+ operations?/)
  await shoot(page, `${visit.example}-list`)

  await page.click(`${visit.operation} .opblock-summary-control`)
  await page.click(`${visit.operation} .execute`)
  await page.waitForSelector(`${visit.operation} .live-responses-table .microlight`)
  assert.match((await page.textContent(`${visit.operation} .live-responses-table`)) ?? '', visit.answer)
  assert.match(await page.evaluate<string>('location.hash'), /^#\//)
  await shoot(page, `${visit.example}-answer`)

  await page.click('#rehost button')
  assert.equal(await page.evaluate('document.documentElement.classList.contains("dark-mode")'), true)
  await page.waitForTimeout(400)
  await shoot(page, `${visit.example}-dark`)

  await page.fill('.operation-filter-input', visit.filter)
  await page.waitForTimeout(300)
  assert.equal(await page.locator('.opblock-tag-section').count(), 1)

  // A deep link opens its operation, and the theme is still the one chosen.
  const hash = `#/${visit.operation.replace('#operations-', '').replace('-', '/')}`
  await page.goto(`${url}/docs/?again${hash}`)
  await page.waitForSelector(`${visit.operation}.is-open`)
  assert.equal(await page.evaluate('document.documentElement.classList.contains("dark-mode")'), true)
  await page.setViewportSize({ width: 420, height: 800 })
  await page.evaluate('scrollTo(0, 0)')
  await shoot(page, `${visit.example}-narrow`)
  assert.deepEqual(complaints, [])
}

/** Two documents in one process, below mounts and behind a proxy that cuts a prefix off: each page shows its own. */
async function useMounted(browser: Browser): Promise<void> {
  const app = express()
  const api = express.Router().get('/api/hello', (_request, response) => {
    response.json({ hello: 'mounted' })
  })
  for (const [mount, title] of [
    ['/one', 'First $& shop'],
    ['/deep/two', 'Second'],
  ] as const) {
    const { document } = toDocument(input([route('/api/hello')], { title }))
    app.use(mount, createDocs({ document: async () => document, docs: { path: '/internal/docs' } }), api)
  }
  const outer = express().use('/outer', (request, response) => {
    // As if the request came over the wire without the prefix.
    Object.assign(request, { originalUrl: request.url, baseUrl: '' })
    app(request, response)
  })
  const server = outer.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  const origin = `http://127.0.0.1:${address.port}`
  try {
    for (const [mount, title] of Object.entries({ '/one': 'First $& shop', '/deep/two': 'Second' })) {
      const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, colorScheme: 'dark' })
      const complaints = watch(page, origin)
      await page.goto(`${origin}/outer${mount}/internal/docs`)
      await page.waitForSelector('#operations-api-getHello')
      assert.equal(await page.textContent('#rehost b'), title)
      await page.click('#operations-api-getHello .opblock-summary-control')
      await page.click('#operations-api-getHello .execute')
      await page.waitForSelector('#operations-api-getHello .live-responses-table .microlight')
      assert.match((await page.textContent('#operations-api-getHello .live-responses-table')) ?? '', /mounted/)
      await shoot(page, `mounted${mount.replaceAll('/', '-')}`)
      assert.deepEqual(complaints, [])
    }
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

const browser = await launchChromium()
try {
  await useMounted(browser)
  process.stdout.write('ok two documents below mounts\n')
  for (const visit of VISITS) {
    const { url, child } = await start(visit.example)
    try {
      await useDocs(browser, visit, url)
      process.stdout.write(`ok ${visit.example}: ${url}/docs\n`)
    } finally {
      child.kill()
    }
  }
} finally {
  await browser.close()
  rmSync(work, { recursive: true })
}
