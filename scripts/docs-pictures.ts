// Takes the pictures of the pages with the system's Chromium:
//   npm install --prefix test/judges && npm ci --prefix examples/bookshop --ignore-scripts && npx tsx scripts/docs-pictures.ts
import { statSync } from 'node:fs'
import path from 'node:path'
import { launchChromium, type Browser } from '../test/browser/playwright.ts'
import { runCommand, startExample, toDir } from '../test/examples/serve.ts'

const IMAGES = path.resolve(import.meta.dirname, '../docs/images')
const MOST_BYTES = 150_000

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const toTerminal = (command: string, output: string): string => `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; background: #0d1117; color: #e6edf3; font: 14px/1.5 'DejaVu Sans Mono', monospace }
  pre { margin: 0; padding: 20px; width: max-content } b { color: #7ee787 }
</style><pre><b>$ ${escapeHtml(command)}</b>\n${escapeHtml(output.trimEnd())}</pre>`

async function takeDocs(browser: Browser): Promise<void> {
  const { url, stop } = await startExample('bookshop', { env: { DATABASE_URL: 'file::memory:' } })
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 820 }, colorScheme: 'light' })
    await page.goto(`${url}/docs`)
    await page.waitForSelector('.opblock')
    await page.screenshot({ path: path.join(IMAGES, 'docs.png') })
  } finally {
    await stop()
  }
}

async function takeRoutes(browser: Browser): Promise<void> {
  const { output } = await runCommand('routes', toDir('bookshop'))
  const lines = output.split('\n')
  const size = { width: Math.max(...lines.map(({ length }) => length)) * 9 + 40, height: (lines.length + 1) * 21 + 40 }
  const page = await browser.newPage({ viewport: size, colorScheme: 'dark' })
  await page.goto(`data:text/html;base64,${Buffer.from(toTerminal('npx rehost routes', output)).toString('base64')}`)
  await page.screenshot({ path: path.join(IMAGES, 'routes.png') })
}

const browser = await launchChromium()
try {
  await takeDocs(browser)
  await takeRoutes(browser)
} finally {
  await browser.close()
}
for (const name of ['docs.png', 'routes.png']) {
  const { size } = statSync(path.join(IMAGES, name))
  if (size > MOST_BYTES) throw new Error(`${name} has ${size} bytes; ${MOST_BYTES} are allowed`)
}
