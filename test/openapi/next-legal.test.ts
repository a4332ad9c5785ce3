import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { FILES } from './next-app.ts'

// Next.js 15 and earlier, and webpack in 16, refuse any other export of a route.ts; types are always allowed. That is
// looked at here; `npm run test:next` builds and starts the project of next-app.ts with each of them.
const ROUTE_EXPORTS = new Set(
  `GET HEAD POST PUT PATCH DELETE OPTIONS dynamic dynamicParams revalidate fetchCache runtime preferredRegion maxDuration
  generateStaticParams`.split(/\s+/),
)

const examples = path.resolve(import.meta.dirname, '../../examples')

function files(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) return []
    const full = path.join(dir, entry.name)
    return entry.isDirectory() ? files(full) : [full]
  })
}

/** Names a module exports as values. */
function valuesOf(source: string): string[] {
  const declared = [...source.matchAll(/^export (?:async )?(?:function\*?|const|let|class|enum) (\w+)/gm)]
  const listed = [...source.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = '']) => list.split(','))
  const standard = /^export default/m.test(source) ? ['default'] : []
  return [
    ...declared.map(([, name = '']) => name),
    ...listed.map((name) => name.replace(/^.* as /, '').trim()),
    ...standard,
  ]
}

const sources = files(examples).filter((file) => /\.(ts|tsx|js|jsx)$/.test(file))
const project = Object.entries(FILES).map(([file, text]) => ({ file, text }))
const all = [...sources.map((file) => ({ file, text: readFileSync(file, 'utf8') })), ...project]
const routeFiles = all.filter(({ file }) => /(?:^|[\\/])app[\\/].*[\\/]route\.(ts|js)$/.test(file))
const pagesFiles = all.filter(({ file }) => /(?:^|[\\/])pages[\\/]api[\\/]/.test(file))

test('exports nothing from a route.ts that some Next.js refuses', () => {
  assert.ok(routeFiles.length > 0)
  for (const { file, text } of routeFiles) {
    const values = valuesOf(text)
    assert.ok(values.length > 0, file)
    assert.deepEqual(
      values.filter((name) => !ROUTE_EXPORTS.has(name)),
      [],
      file,
    )
  }
})

test('exports a handler from every file below pages/api', () => {
  assert.ok(pagesFiles.length > 0)
  for (const { file, text } of pagesFiles) assert.ok(valuesOf(text).includes('default'), file)
})

test('imports nothing of rehost at run time but the contract', () => {
  for (const { file, text } of [...routeFiles, ...pagesFiles]) {
    const imports = [...text.matchAll(/^import (?!type )[^'"]*['"](rehost[^'"]*)['"]/gm)]
    for (const [, name] of imports) assert.equal(name, 'rehost/contract', file)
  }
})

test('loads nothing else with the contract', () => {
  const contract = path.resolve(import.meta.dirname, '../../src/openapi/contract.ts')
  const imports = [...readFileSync(contract, 'utf8').matchAll(/^import (?!type )/gm)]
  assert.deepEqual(imports, [])
})
