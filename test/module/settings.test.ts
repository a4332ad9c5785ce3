import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isEdge, toSettings } from '../../src/module/settings.ts'

const MB = 1024 * 1024

const LIMITS = [
  { exports: {}, limit: MB, text: '1mb' },
  { exports: { config: {} }, limit: MB, text: '1mb' },
  { exports: { config: { api: null } }, limit: MB, text: '1mb' },
  { exports: { config: { api: { bodyParser: null } } }, limit: MB, text: '1mb' },
  { exports: { config: { api: { bodyParser: true } } }, limit: MB, text: '1mb' },
  { exports: { config: { api: { bodyparser: false } } }, limit: MB, text: '1mb' },
  { exports: { config: { api: { bodyParser: false } } }, limit: false, text: '1mb' },
  { exports: { config: { api: { bodyParser: { sizeLimit: '2mb' } } } }, limit: 2 * MB, text: '2mb' },
  { exports: { config: { api: { bodyParser: { sizeLimit: '0.01 KB' } } } }, limit: 10, text: '0.01 KB' },
  { exports: { config: { api: { bodyParser: { sizeLimit: '10' } } } }, limit: 10, text: '10' },
  { exports: { config: { api: { bodyParser: { sizeLimit: 10 } } } }, limit: 10, text: '10' },
  { exports: { config: { api: { bodyParser: { sizeLimit: 0 } } } }, limit: MB, text: '1mb' },
  { exports: { config: { api: { bodyParser: { sizeLimit: '0' } } } }, limit: 0, text: '0' },
]

for (const { exports, limit, text } of LIMITS) {
  test(`${JSON.stringify(exports)} limits bodies to ${limit}, written ${text}`, () => {
    const settings = toSettings(exports, 'pages/api/a.js')
    assert.deepEqual([settings.bodyLimit, settings.bodyLimitText], [limit, text])
  })
}

const RESPONSES = [
  { value: undefined, limit: 4 * MB },
  { value: true, limit: 4 * MB },
  { value: false, limit: false },
  { value: '8mb', limit: 8 * MB },
  { value: 'lots', limit: 4 * MB },
]

for (const { value, limit } of RESPONSES) {
  test(`responseLimit ${value} warns above ${limit}`, () => {
    assert.equal(toSettings({ config: { api: { responseLimit: value } } }, 'a.js').responseLimit, limit)
  })
}

const REFUSED = [
  {
    exports: { config: { api: { bodyParser: { sizeLimit: 'lots' } } } },
    message: 'pages/api/a.js: config.api.bodyParser.sizeLimit is "lots"; write a size such as "500kb"',
  },
  {
    exports: { config: { api: { bodyParser: { sizeLimit: -1 } } } },
    message: 'pages/api/a.js: config.api.bodyParser.sizeLimit is -1; write a size such as "500kb"',
  },
  {
    exports: { config: { maxDuration: '10s' } },
    message: 'pages/api/a.js: maxDuration is "10s"; write a number of seconds above 0',
  },
]

for (const { exports, message } of REFUSED) {
  test(`refuses ${JSON.stringify(exports)}`, () => {
    assert.throws(() => toSettings(exports, 'pages/api/a.js'), { code: 'CONFIG_INVALID', message })
  })
}

test('reads maxDuration from the config and from its own export', () => {
  assert.equal(toSettings({ config: { maxDuration: 5 } }, 'a.js').maxDuration, 5)
  assert.equal(toSettings({ maxDuration: 7 }, 'a.js').maxDuration, 7)
})

const RUNTIMES = [
  { exports: {}, edge: false },
  { exports: { config: { runtime: 'nodejs' } }, edge: false },
  { exports: { config: { runtime: 'edge' } }, edge: true },
  { exports: { config: { runtime: 'experimental-edge' } }, edge: true },
  { exports: { runtime: 'edge' }, edge: true },
]

for (const { exports, edge } of RUNTIMES) {
  test(`${JSON.stringify(exports)} ${edge ? 'asks' : 'does not ask'} for the edge runtime`, () => {
    assert.equal(isEdge(exports, 'a.js'), edge)
  })
}

test('refuses an unknown runtime and names the known ones', () => {
  assert.throws(() => isEdge({ runtime: 'bun' }, 'a.js'), {
    code: 'CONFIG_INVALID',
    message: 'a.js: runtime is "bun"; it can be nodejs, edge, experimental-edge',
  })
})
