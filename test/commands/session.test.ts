import assert from 'node:assert/strict'
import { realpathSync } from 'node:fs'
import { afterEach, beforeEach, test } from 'node:test'
import { openSession } from '../../src/commands/session.ts'
import type { RehostOptions } from '../../src/config/options.ts'
import { loadConfigFile } from '../../src/config-file.ts'
import { importConfigFile } from '../../src/module/config-file.ts'
import { plant } from '../app/plant.ts'

let cwd: string
let environment: NodeJS.ProcessEnv
let listeners: number

beforeEach(() => {
  cwd = process.cwd()
  environment = { ...process.env }
  listeners = process.listenerCount('uncaughtException')
})

afterEach(() => {
  process.chdir(cwd)
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  Object.assign(process.env, environment)
  assert.equal(process.listenerCount('uncaughtException'), listeners)
})

interface Sources {
  flags?: RehostOptions
  variables?: Record<string, string>
  files?: Record<string, string>
}

async function open({ flags = {}, variables = {}, files = {} }: Sources) {
  const dir = plant({ 'api/a.js': '', ...files })
  const context = { out: () => {}, err: () => {}, environment: variables, signal: () => Promise.resolve('') }
  const session = await openSession({ dir, flags: {}, options: flags }, context, {
    mode: 'production',
    readConfig: () => loadConfigFile(dir, importConfigFile),
  })
  session.end()
  return { ...session, dir }
}

const FILE = { 'rehost.config.mjs': `export default { port: 1, host: 'file', logging: { level: 'error', requests: false } }` } // prettier-ignore

const ORDER: (Sources & { what: string; seen: [number, string | undefined, string, boolean] })[] = [
  { what: 'defaults', seen: [3000, undefined, 'info', true] },
  { what: 'the file over defaults', files: FILE, seen: [1, 'file', 'error', false] },
  { what: 'the environment over the file', files: FILE, variables: { PORT: '2', LOG_LEVEL: 'warn' }, seen: [2, 'file', 'warn', false] }, // prettier-ignore
  { what: 'flags over all', files: FILE, variables: { PORT: '2', HOST: 'environment' }, flags: { port: 3, logging: { level: 'silent' } }, seen: [3, 'environment', 'silent', false] }, // prettier-ignore
]

for (const { what, seen, ...sources } of ORDER) {
  test(`takes ${what}`, async () => {
    const { options } = await open(sources)
    assert.deepEqual([options.port, options.host, options.logging.level, options.logging.requests], seen)
  })
}

test('the project folder becomes the current one, and its .env files are read before its config', async () => {
  const files = {
    '.env': 'REHOST_TEST_PORT=4711\n',
    'rehost.config.mjs': 'export default { port: Number(process.env.REHOST_TEST_PORT) }',
  }
  const { dir, options } = await open({ files })
  assert.equal(process.cwd(), realpathSync(dir))
  assert.equal(options.port, 4711)
})

test('a config in TypeScript may import from the project', async () => {
  const files = {
    'rehost.config.ts': `import { port } from './lib/port'\nexport default { port } satisfies { port: number }`,
    'lib/port.ts': 'export const port: number = 4712',
  }
  assert.equal((await open({ files })).options.port, 4712)
})

test('the result cannot be changed', async () => {
  assert.ok(Object.isFrozen((await open({})).options))
})
