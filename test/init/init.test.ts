import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { parse, parseAllDocuments } from 'yaml'
import { planFiles } from '../../src/init/files.ts'
import { toNextSteps } from '../../src/init/next-steps.ts'
import { readInitFacts } from '../../src/init/project-facts.ts'
import { plant } from '../app/plant.ts'
import { run } from '../commands/context.ts'

const QUICKSTART = path.resolve(import.meta.dirname, '../../examples/quickstart')
const FILES = [
  '.dockerignore',
  '.github/workflows/api.yml',
  'Dockerfile',
  'deploy/knative/service.yaml',
  'deploy/kubernetes/deployment.yaml',
  'docker-compose.yml',
]

function copyQuickstart(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'rehost-init-'))
  after(() => rmSync(dir, { recursive: true, force: true }))
  cpSync(path.join(QUICKSTART, 'api'), path.join(dir, 'api'), { recursive: true })
  writeFileSync(path.join(dir, 'package.json'), '{ "name": "@acme/My_Shop", "type": "module" }')
  return dir
}

const read = (dir: string, name: string): string => readFileSync(path.join(dir, name), 'utf8')

test('rehost init writes everything and says what comes next', async () => {
  const dir = copyQuickstart()
  const { code, out, err } = await run(['init', dir])
  assert.deepEqual([code, err], [0, ''])
  for (const name of FILES) {
    assert.ok(existsSync(path.join(dir, name)), name)
    assert.match(out, new RegExp(`written +${name.replaceAll('.', String.raw`\.`)}`))
  }
  assert.deepEqual(out.match(/^ {2}\d\. /gm), ['  1. ', '  2. ', '  3. '])
  assert.match(out, /1\. npm install rehost/)
})

test('what it writes names the project, and is YAML where it should be', async () => {
  const dir = copyQuickstart()
  await run(['init', dir])
  const compose = parse(read(dir, 'docker-compose.yml'))
  assert.deepEqual([compose.name, compose.services.api.image], ['acme-my-shop', 'acme-my-shop'])
  const workflow = parse(read(dir, '.github/workflows/api.yml'))
  assert.deepEqual(Object.keys(workflow.jobs), ['api', 'image'])
  for (const { name, text } of (await planFiles(dir, readInitFacts(dir))).filter((file) =>
    file.name.startsWith('deploy/'),
  )) {
    for (const document of parseAllDocuments(text)) assert.deepEqual(document.errors, [], name)
    assert.doesNotMatch(text, /rehost-app|(?:name|namespace): api$/m, name)
  }
  const [deployment] = parseAllDocuments(read(dir, 'deploy/kubernetes/deployment.yaml')).map((one) => one.toJS())
  assert.equal(deployment.metadata.name, 'acme-my-shop')
  assert.equal(deployment.spec.template.spec.containers[0].image, 'registry.example.com/acme-my-shop:1.0.0')
})

test('a second run changes nothing', async () => {
  const dir = copyQuickstart()
  await run(['init', dir])
  const { code, out } = await run(['init', dir])
  assert.equal(code, 0)
  assert.doesNotMatch(out, /written|kept/)
})

const EXISTING: { flags: string[]; code: number; dockerfile: string; writes: boolean; says: RegExp }[] = [
  { flags: [], code: 1, dockerfile: 'mine', writes: false, says: /Dockerfile is there already and says something else\nNothing was written/ }, // prettier-ignore
  { flags: ['--yes'], code: 0, dockerfile: 'mine', writes: true, says: /kept +Dockerfile/ },
  { flags: ['--force'], code: 0, dockerfile: 'FROM', writes: true, says: /written +Dockerfile/ },
]

for (const { flags, code, dockerfile, writes, says } of EXISTING) {
  test(`a file that is there already: rehost init ${flags.join(' ')}`, async () => {
    const dir = copyQuickstart()
    writeFileSync(path.join(dir, 'Dockerfile'), 'mine')
    const ran = await run(['init', dir, ...flags])
    assert.equal(ran.code, code)
    assert.ok(read(dir, 'Dockerfile').includes(dockerfile))
    assert.equal(existsSync(path.join(dir, 'docker-compose.yml')), writes)
    assert.match(ran.out + ran.err, says)
  })
}

const PROJECTS: { title: string; files: Readonly<Record<string, string>>; has: readonly RegExp[]; step: RegExp }[] = [
  {
    title: 'npm with a lock file installs before it copies',
    files: { 'package.json': '{ "dependencies": { "rehost": "^0.1.0" } }', 'package-lock.json': '{}' },
    has: [/COPY package\.json package-lock\.json \.\/\nRUN .*\n {2}npm ci .*\nCOPY \. \.\n/s],
    step: /^npx --no-install rehost check/,
  },
  {
    title: 'pnpm by its lock file',
    files: { 'package.json': '{ "dependencies": { "rehost": "1" } }', 'pnpm-lock.yaml': '' },
    has: [/pnpm install --frozen-lockfile/, /RUN pnpm exec rehost build --standalone/],
    step: /^pnpm exec rehost check/,
  },
  {
    title: 'yarn by its lock file',
    files: { 'package.json': '{ "dependencies": { "rehost": "1" } }', 'yarn.lock': '' },
    has: [/yarn install --immutable/],
    step: /^yarn rehost check/,
  },
  {
    title: 'an install script sees the sources',
    files: { 'package.json': '{ "scripts": { "postinstall": "prisma generate" } }' },
    has: [/COPY \. \.\nRUN .*\n {2}npm install /],
    step: /^npm install rehost/,
  },
  {
    title: 'rehost from a folder outside is packed first',
    files: { 'package.json': '{ "dependencies": { "rehost": "file:../rehost" } }' },
    has: [/COPY \. \.\nRUN /],
    step: /^npm pack \.\.\/rehost && npm install \.\/rehost-\*\.tgz/,
  },
  {
    title: 'what tells the package manager how to install is there before it does',
    files: { 'package.json': '{}', 'yarn.lock': '', '.yarnrc.yml': 'nodeLinker: node-modules', '.npmrc': '' },
    has: [/COPY package\.json yarn\.lock \.npmrc \.yarnrc\.yml \.\//],
    step: /^yarn add rehost/,
  },
  {
    title: 'a folder without package.json gets one',
    files: {},
    has: [/FROM/],
    step: /^npm init -y && npm install rehost/,
  },
]

for (const { title, files, has, step } of PROJECTS) {
  test(title, async () => {
    const dir = plant({ 'api/a.js': 'export default () => {}', ...files })
    const facts = readInitFacts(dir)
    const dockerfile = (await planFiles(dir, facts)).find(({ name }) => name === 'Dockerfile')?.text ?? ''
    for (const pattern of has) assert.match(dockerfile, pattern)
    assert.match(toNextSteps(facts)[0] ?? '', step)
  })
}

test('the workflow holds a committed document against the code, and runs the tests there are', async () => {
  const dir = plant({
    'api/a.js': '',
    'package.json': '{ "scripts": { "test": "node --test" } }',
    'openapi/openapi.json': '{}',
  })
  const files = await planFiles(dir, readInitFacts(dir))
  const { jobs } = parse(files.find(({ name }) => name.endsWith('api.yml'))?.text ?? '')
  const names = jobs.api.steps.flatMap((step: { name?: string }) => step.name ?? [])
  assert.deepEqual(names, ['install', 'check', 'openapi', 'test', 'build'])
})

const NO_TESTS: readonly string[] = [
  '{ "scripts": { "test": "echo \\"Error: no test specified\\" && exit 1" } }',
  '{ "scripts": { "test": "" } }',
  '{ "scripts": { "start": "rehost start" } }',
  '{}',
]

for (const manifest of NO_TESTS) {
  test(`the workflow runs no tests where there are none: ${manifest}`, async () => {
    const dir = plant({ 'api/a.js': '', 'package.json': manifest })
    const files = await planFiles(dir, readInitFacts(dir))
    const { jobs } = parse(files.find(({ name }) => name.endsWith('api.yml'))?.text ?? '')
    const names = jobs.api.steps.flatMap((step: { name?: string }) => step.name ?? [])
    assert.deepEqual(names, ['install', 'check', 'build'])
  })
}
