import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const SOURCES = [
  'app',
  'scenarios',
  'scenarios.mjs',
  'harness.mjs',
  'mocks.mjs',
  'diff-transcripts.mjs',
  'package.json',
]

/**
 * A copy of the app and its clients with their packages installed, outside this repository, so that nothing resolves
 * to rehost's own packages by accident.
 *
 * Installed once per set of versions below the user's cache folder; sources are copied anew on every call.
 *
 * @returns The folder that holds `scenarios.mjs` and `app/`.
 */
export function installEcosystem(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache')
  const dir = path.join(cache, 'rehost-ecosystem', versionsKey())
  mkdirSync(dir, { recursive: true })
  for (const source of SOURCES) cpSync(path.join(HERE, source), path.join(dir, source), { recursive: true })
  const marker = path.join(dir, 'installed')
  if (!existsSync(marker)) {
    installPackages(dir)
    writeFileSync(marker, `${new Date().toISOString()}\n`)
  }
  return dir
}

function versionsKey(): string {
  const hash = createHash('sha256').update(process.version)
  for (const file of ['package.json', 'app/package.json']) hash.update(readFileSync(path.join(HERE, file)))
  return hash.digest('hex').slice(0, 12)
}

function installPackages(dir: string): void {
  const app = path.join(dir, 'app')
  const install = ['install', '--legacy-peer-deps', '--no-audit', '--no-fund']
  for (const cwd of [dir, app]) execFileSync('npm', install, { cwd, stdio: 'inherit' })
  mkdirSync(path.join(app, 'data'), { recursive: true })
  // Prisma would download an engine for its schema commands that `generate` does not need.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' }
  execFileSync('npx', ['prisma', 'generate'], { cwd: app, stdio: 'inherit', env })
}
