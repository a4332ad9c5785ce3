// Holds OpenAPI documents against four judges that know nothing of rehost:
//   node judge.mjs <openapi.json>...
// Exits 1 when one of them finds an error. Warnings are counted; --warnings prints them too.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

const here = path.dirname(fileURLToPath(import.meta.url))
const showWarnings = process.argv.includes('--warnings')
const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const work = mkdtempSync(path.join(tmpdir(), 'rehost-judges-'))

const QUIET = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' }

function run(tool, args) {
  const bin = path.join(here, 'node_modules', '.bin', tool)
  return spawnSync(bin, args, { cwd: work, env: QUIET, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

/** Each judge returns { errors, warnings }: lists of text. */
const JUDGES = {
  redocly(file) {
    const { stdout, stderr } = run('redocly', ['lint', file, '--extends=recommended', '--format=json'])
    const { problems } = readJson(stdout, stderr)
    const text = ({ ruleId, message, location }) => `${ruleId}: ${message} at ${location?.[0]?.pointer ?? ''}`
    return split(problems.map((problem) => ({ error: problem.severity === 'error', text: text(problem) })))
  },
  spectral(file) {
    const ruleset = path.join(here, 'spectral.json')
    const { stdout, stderr } = run('spectral', ['lint', file, '--ruleset', ruleset, '--format', 'json', '--quiet'])
    const text = (problem) => `${problem.code}: ${problem.message} at ${problem.path.join('.')}`
    const problems = stdout.trim() === '' ? readEmpty(stderr) : readJson(stdout, stderr)
    return split(problems.map((problem) => ({ error: problem.severity === 0, text: text(problem) })))
  },
  ajv(file) {
    const errors = []
    const document = JSON.parse(readFileSync(file, 'utf8'))
    const ajv = new Ajv2020({
      strict: true,
      strictTypes: false,
      strictRequired: false,
      strictTuples: false,
      allowUnionTypes: true,
    })
    formats.default(ajv)
    for (const name of OWN_FORMATS) ajv.addFormat(name, true)
    for (const keyword of ['discriminator', 'xml', 'externalDocs', 'example']) ajv.addKeyword(keyword)
    const components = document.components?.schemas ?? {}
    for (const [name, schema] of Object.entries(components)) ajv.addSchema(local(schema), `component:${name}`)
    for (const [place, schema] of schemasIn(document)) {
      try {
        ajv.compile(local(schema))
      } catch (error) {
        errors.push(`${place}: ${error.message}`)
      }
    }
    return { errors, warnings: [] }
  },
  typescript(file) {
    const types = path.join(work, 'types.ts')
    const made = run('openapi-typescript', [file, '--output', types])
    if (made.status !== 0) return { errors: [made.stderr || made.stdout], warnings: [] }
    const checked = run('tsc', ['--strict', '--noEmit', '--skipLibCheck', 'false', types])
    return { errors: checked.status === 0 ? [] : checked.stdout.split('\n').filter(Boolean), warnings: [] }
  },
}

// JSON Schema leaves formats open; these are zod's and OpenAPI's.
const OWN_FORMATS = `cidrv4 cidrv6 base64url e164 jwt nanoid cuid cuid2 ulid xid ksuid emoji guid lowercase uppercase
  mac hex int32 int64 float double binary password`.split(/\s+/)

function local(schema) {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"component:'))
}

/** Every schema that stands anywhere in the document, with its place. */
function schemasIn(value, place = '', found = []) {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, inner] of Object.entries(value)) {
    const at = `${place}/${key}`
    if (key === 'schema') found.push([at, inner])
    else if (place === '/components' && key === 'schemas') {
      for (const [name, schema] of Object.entries(inner)) found.push([`${at}/${name}`, schema])
    } else schemasIn(inner, at, found)
  }
  return found
}

function split(problems) {
  const texts = (wanted) => problems.filter(({ error }) => error === wanted).map(({ text }) => text)
  return { errors: texts(true), warnings: texts(false) }
}

function readJson(stdout, stderr) {
  try {
    return JSON.parse(stdout.slice(stdout.search(/[[{]/)))
  } catch {
    throw new Error(`a judge failed: ${stderr || stdout}`)
  }
}

function readEmpty(stderr) {
  if (stderr.trim() !== '') throw new Error(`a judge failed: ${stderr}`)
  return []
}

if (files.length === 0) {
  console.error('usage: node judge.mjs <openapi.json>...')
  process.exitCode = 2
}
writeFileSync(path.join(work, 'redocly.yaml'), 'telemetry: off\n')
for (const file of files) {
  const lines = []
  const counts = Object.entries(JUDGES).map(([name, judge]) => {
    const { errors, warnings } = judge(path.resolve(file))
    for (const text of errors) lines.push(`  ${name} error ${text}`)
    if (showWarnings) for (const text of warnings) lines.push(`  ${name} warning ${text}`)
    if (errors.length > 0) process.exitCode = 1
    return `${name} ${errors.length}/${warnings.length}`
  })
  console.log([`${file}: errors/warnings ${counts.join(', ')}`, ...lines].join('\n'))
}
rmSync(work, { recursive: true })
