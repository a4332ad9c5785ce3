import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toFormat } from '../../src/module/format.ts'
import { toPackageName } from '../../src/module/package-facts.ts'

const TEXTS = [
  { text: 'export default 1', format: 'esm' },
  { text: 'const a = 1;export{a as default}', format: 'esm' },
  { text: `import a from './a'`, format: 'esm' },
  { text: `import './a'`, format: 'esm' },
  { text: `import type { A } from './a'\nexport const a: A = 1`, format: 'esm' },
  { text: 'const a = import.meta.url', format: 'esm' },
  { text: `await fetch('http://a/')`, format: 'esm' },
  { text: 'const a = await 1', format: 'esm' },
  { text: 'export default 1 // not module.exports', format: 'esm' },
  { text: 'module.exports = 1', format: 'cjs' },
  { text: 'exports.a = 1', format: 'cjs' },
  { text: `import a from './a'; module.exports = a`, format: 'cjs' },
  { text: `import a = require('./a'); export = a`, format: 'cjs' },
  { text: '/*\nexport default 1\n*/\nmodule.exports = 1', format: 'cjs' },
  { text: 'const t = `\nexport default 1\n`\nmodule.exports = t', format: 'cjs' },
  { text: `require('./a')`, format: 'cjs' },
  { text: `import('./a')`, format: 'cjs' },
  { text: 'async function f() {\n  await 1\n}', format: 'cjs' },
  { text: '', format: 'cjs' },
]

for (const { text, format } of TEXTS) {
  test(`reads ${JSON.stringify(text)} as ${format}`, () => assert.equal(toFormat(text), format))
}

const NAMES = [
  ['pg', 'pg'],
  ['pg/lib/index.js', 'pg'],
  ['@scope/name', '@scope/name'],
  ['@scope/name/deep', '@scope/name'],
  ['./pg', undefined],
  ['../pg', undefined],
  ['/pg', undefined],
  ['#inner', undefined],
  ['@/lib', undefined],
  ['file:///a.js', undefined],
  ['C:\\a.js', undefined],
] as const

for (const [specifier, name] of NAMES) {
  test(`the package of ${specifier} is ${name}`, () => assert.equal(toPackageName(specifier), name))
}
