import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { COMMANDS } from '../../src/commands/table.ts'
import { VERSION } from '../../src/version.ts'
import { plant } from '../app/plant.ts'
import { run } from './context.ts'

for (const args of [[], ['--help'], ['-h'], ['help']]) {
  test(`rehost ${args.join(' ')} lists every command`, async () => {
    const { code, out, err } = await run(args)
    assert.deepEqual([code, err], [0, ''])
    for (const [name, { summary }] of Object.entries(COMMANDS)) {
      assert.ok(out.includes(name) && out.includes(summary), name)
    }
  })
}

for (const args of [['--version'], ['-v']]) {
  test(`rehost ${args.join(' ')} says the version`, async () => {
    assert.deepEqual(await run(args), { code: 0, out: VERSION, err: '' })
  })
}

for (const [name, { flags }] of Object.entries(COMMANDS)) {
  test(`rehost ${name} --help shows its flags and runs nothing`, async () => {
    const { code, out } = await run([name, '--help'])
    assert.equal(code, 0)
    assert.match(out, new RegExp(`^Usage: rehost ${name} (?:\\[dir\\]|<)`, 'm'))
    for (const flag of flags) assert.ok(out.includes(`--${flag.name}`), flag.name)
  })
}

test('rehost help dev shows what rehost dev --help does', async () => {
  assert.deepEqual(await run(['help', 'dev']), await run(['dev', '--help']))
})

const UNKNOWN = [
  { args: ['strat'], says: "rehost: unknown command 'strat'; did you mean 'start'? See rehost --help." },
  { args: ['biuld', '.'], says: "rehost: unknown command 'biuld'; did you mean 'build'? See rehost --help." },
  { args: ['deploy'], says: "rehost: unknown command 'deploy'. See rehost --help." },
  { args: ['toString'], says: "rehost: unknown command 'toString'. See rehost --help." },
  { args: ['__proto__'], says: "rehost: unknown command '__proto__'. See rehost --help." },
]

for (const { args, says } of UNKNOWN) {
  test(`rehost ${args.join(' ')} ends with 2`, async () => {
    assert.deepEqual(await run(args), { code: 2, out: '', err: says })
  })
}

const BAD_LINES = [
  { args: ['start', '--prot', '1'], says: /^rehost: unknown flag '--prot'; did you mean '--port'\?\n/ },
  {
    args: ['compare', 'http://a', 'http://b', 'http://c'],
    says: /^rehost: <urlA> <urlB> is all there can be, not 'http:\/\/c' too\n/,
  },
  { args: ['start', '--port'], says: /^rehost: .*--port/ },
  {
    args: ['start', '--port', 'http'],
    says: /^rehost: command line: --port must be a port from 0 to 65535, not 'http'\n/,
  },
  { args: ['start', '--port', '70000'], says: /^rehost: command line: --port must be a port/ },
  {
    args: ['start', '--log-level', 'loud'],
    says: /^rehost: command line: --log-level must be one of debug, .* not 'loud'\n/,
  },
  { args: ['start', '--workers', 'x'], says: /^rehost: command line: --workers must be auto or a number/ },
  { args: ['openapi', '--format', 'xml'], says: /^rehost: command line: --format must be json, yaml or both/ },
  { args: ['completion'], says: /^rehost: command line: <shell> must be bash, zsh or fish\n/ },
  { args: ['routes', '--port', '1'], says: /^rehost: .*--port/ },
  { args: ['routes', '--json=yes'], says: /^rehost: .*--json/ },
  { args: ['routes', 'one', 'two'], says: /^rehost: one folder at a time, not 'one' and 'two'/ },
]

for (const { args, says } of BAD_LINES) {
  test(`rehost ${args.join(' ')} ends with 2 and names the flag`, async () => {
    const { code, out, err } = await run(args)
    assert.match(err, says)
    assert.match(err, / rehost [a-z]+ --help/)
    assert.deepEqual([code, out], [2, ''])
  })
}

const MISSING = path.join(import.meta.dirname, 'no-such-folder')

const BAD_FOLDERS: { what: string; dir: string; says: RegExp }[] = [
  { what: 'a folder that does not exist', dir: MISSING, says: /^rehost: .*no-such-folder is not a folder\n.*\(ROUTES_MISSING\)$/ }, // prettier-ignore
  { what: 'a folder without routes', dir: plant({ 'readme.md': '' }), says: /^rehost: No routes in .*\(ROUTES_MISSING\)$/s }, // prettier-ignore
  {
    what: 'two files for one path',
    dir: plant({ 'api/[a].js': '', 'api/[b].js': '' }),
    says: /\[a\]\.js.*\[b\]\.js.*\(ROUTE_CONFLICT\)$/s,
  },
  { what: 'a name that is no pattern', dir: plant({ 'api/[[id]].js': '' }), says: /\[\[id\]\]\.js.*\(ROUTE_NAME_INVALID\)$/s }, // prettier-ignore
  {
    what: 'a key of next.config that is wrong',
    dir: plant({ 'pages/api/a.js': 'export default () => {}', 'next.config.mjs': 'export default { basePath: 7 }' }),
    says: /next\.config\.mjs.*basePath.*\(CONFIG_INVALID\)$/s,
  },
]

for (const { what, dir, says } of BAD_FOLDERS) {
  for (const command of ['routes', 'start', 'build', 'openapi']) {
    test(`rehost ${command} with ${what} ends with 1 and says what to do`, async () => {
      const before = process.cwd()
      const { code, err } = await run([command, dir, ...(command === 'start' ? ['--port', '0'] : [])])
      process.chdir(before)
      assert.equal(code, 1)
      assert.match(err, says)
    })
  }
}

const CONFIGS: { what: string; text: string; says: RegExp }[] = [
  { what: 'an unknown key', text: 'export default { prot: 1 }', says: /^rehost: rehost\.config\.mjs: unknown key 'prot'; did you mean 'port'\?\n/ }, // prettier-ignore
  { what: 'a wrong value', text: "export default { limits: { requestMs: '1s' } }", says: /^rehost: rehost\.config\.mjs: 'limits\.requestMs' must be a whole number from 0 up\n/ }, // prettier-ignore
  { what: 'something else than an object', text: 'export default 7', says: /^rehost: rehost\.config\.mjs: the options must be an object\n/ }, // prettier-ignore
  { what: 'a mistake in its code', text: 'export default {', says: /rehost\.config\.mjs:1:/ },
]

for (const { what, text, says } of CONFIGS) {
  test(`a rehost.config with ${what} ends the start with 1 and is named`, async () => {
    const dir = plant({ 'api/a.js': 'export default (req, res) => res.end()', 'rehost.config.mjs': text })
    const before = process.cwd()
    const { code, err } = await run(['start', dir, '--port', '0'])
    process.chdir(before)
    assert.match(err, says)
    assert.equal(code, 1)
  })
}

test('rehost routes prints methods, path and file, and what is left out and why', async () => {
  const dir = plant({
    'api/users/[id].ts': 'export default (req: unknown, res: { end(): void }) => res.end()',
    'api/hello.js': 'export function GET() { return new Response() }',
    'api/hello.test.js': '',
  })
  const { code, out } = await run(['routes', dir])
  assert.equal(code, 0)
  assert.match(out, /GET.* +\/api\/hello +api\/hello\.js$/m)
  assert.match(out, / +\/api\/users\/\[id\] +api\/users\/\[id\]\.ts$/m)
  assert.match(out, /not served: api\/hello\.test\.js \(.+\)$/m)
})

test('rehost routes --json says the same to programs', async () => {
  const dir = plant({ 'api/hello.js': 'export function GET() { return new Response() }', 'api/x.spec.js': '' })
  const { code, out } = await run(['routes', dir, '--json'])
  const { routes, skipped } = JSON.parse(out)
  assert.equal(code, 0)
  assert.deepEqual([routes.length, routes[0].path, routes[0].file], [1, '/api/hello', 'api/hello.js'])
  assert.ok(routes[0].methods.includes('GET'))
  assert.equal(skipped[0].name, 'api/x.spec.js')
})

test('rehost routes says why a file does not load, below the table and as JSON', async () => {
  const dir = plant({
    'api/a.js': 'export default (req, res) => res.end()',
    'api/b.js': "throw new Error('no database')",
  })
  const [text, json] = [await run(['routes', dir]), await run(['routes', dir, '--json'])]
  assert.match(text.out, /broken +\/api\/b +api\/b\.js$/m)
  assert.match(text.err, /^\napi\/b\.js failed to load: Error: no database\n/)
  const [a, b] = JSON.parse(json.out).routes
  assert.deepEqual([a.methods, a.error, b.methods], [['ANY'], undefined, []])
  assert.match(b.error, /no database/)
})

test('rehost --help fits a screen of 80 columns and 24 lines', async () => {
  const lines = (await run(['--help'])).out.split('\n')
  assert.ok(lines.length <= 24, String(lines.length))
  assert.deepEqual(
    lines.filter((line) => line.length > 80),
    [],
  )
})

const UNLOADABLE = plant({
  'pages/api/a.js': 'export default (req, res) => res.json({})',
  'next.config.mjs': "import wrap from 'no-such-package'\nexport default wrap({})",
})

for (const { args, code } of [
  { args: ['routes'], code: 0 },
  { args: ['openapi'], code: 0 },
  { args: ['openapi', '--check'], code: 0 },
  { args: ['check'], code: 1 },
  { args: ['build'], code: 1 },
  { args: ['start', '--port', '0'], code: 1 },
]) {
  const title = args.join(' ')
  test(`rehost ${title} ends with ${code} where next.config imports what is not installed, and names it`, async () => {
    const before = process.cwd()
    const [name = '', ...flags] = args
    const ran = await run([name, UNLOADABLE, ...flags])
    process.chdir(before)
    assert.equal(ran.code, code)
    assert.match(ran.out + ran.err, /next\.config\.mjs:1:18/)
    assert.match(ran.out + ran.err, /no-such-package/)
  })
}
