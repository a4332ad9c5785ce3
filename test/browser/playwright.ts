import { createRequire } from 'node:module'
import path from 'node:path'

/** The part of Playwright that the browser check uses; the package is among the judges' dependencies. */
export interface Page {
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void
  on(event: 'pageerror', listener: (error: Error) => void): void
  on(event: 'request', listener: (request: { url(): string }) => void): void
  goto(url: string): Promise<unknown>
  click(selector: string): Promise<void>
  fill(selector: string, value: string): Promise<void>
  waitForSelector(selector: string, options?: { state?: 'visible' | 'hidden' | 'detached' }): Promise<unknown>
  waitForTimeout(ms: number): Promise<void>
  textContent(selector: string): Promise<string | null>
  evaluate<Result>(script: string): Promise<Result>
  screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>
  setViewportSize(size: { width: number; height: number }): Promise<void>
  locator(selector: string): { count(): Promise<number> }
}

export interface Browser {
  newPage(options: { viewport: { width: number; height: number }; colorScheme: 'light' | 'dark' }): Promise<Page>
  close(): Promise<void>
}

interface Playwright {
  chromium: { launch(options: { executablePath: string; args: string[] }): Promise<Browser> }
}

/** Starts the system's Chromium without a window. CHROMIUM names another binary than `/usr/bin/chromium`. */
export async function launchChromium(): Promise<Browser> {
  const require = createRequire(path.resolve(import.meta.dirname, '../judges/package.json'))
  const { chromium } = require('playwright-core') as Playwright // the members above are Playwright's own
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    // Containers run as root, where Chromium's sandbox cannot start.
    args: ['--no-sandbox', '--disable-gpu'],
  })
}
