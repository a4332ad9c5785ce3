import type { ModuleCase } from './module-cases.ts'

export const RESOLUTION: ModuleCase[] = [
  {
    title: 'tsconfig paths, with extends and without baseUrl',
    files: {
      'tsconfig.json': '{ "extends": "./base.json" }',
      'base.json': '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"], "~one": ["./lib/one.ts"] } } }',
      'entry.js': `import { one } from '@/one'; import { one as same } from '~one'; export default [one, same]`,
      'lib/one.ts': `export const one: string = 'one'`,
    },
    value: ['one', 'one'],
  },
  {
    title: 'jsconfig.json with baseUrl',
    files: {
      'jsconfig.json': '{ "compilerOptions": { "baseUrl": "." } }',
      'entry.js': `import { one } from 'lib/one'; export default one`,
      'lib/one.js': `export const one = 'one'`,
    },
    value: 'one',
  },
  {
    title: 'a .js specifier of a .ts file, an index file, and #imports',
    files: {
      'package.json': '{ "imports": { "#inner": "./inner/index.ts" } }',
      'entry.ts': `import { a } from './a.js'; import { b } from './inner'; import { b as c } from '#inner'
        export default [a, b, c]`,
      'a.ts': `export const a = 'a'`,
      'inner/index.ts': `export const b = 'b'`,
    },
    entry: 'entry.ts',
    value: ['a', 'b', 'b'],
  },
  {
    title: 'next, server-only and client-only are there without being installed',
    files: {
      'entry.js': `import 'server-only'; import 'client-only'; import { NextApiRequest } from 'next'
        export default [typeof NextApiRequest, require('server-only')]`,
    },
    value: ['undefined', {}],
  },
  {
    title: 'next/server and its like, with and without .js, by import and by require()',
    files: {
      'entry.js': `import { NextResponse } from 'next/server'; import * as same from 'next/server.js'
        import { cookies } from 'next/headers'; import { redirect } from 'next/navigation'
        import { revalidateTag } from 'next/cache'; const required = require('next/server')
        export default [NextResponse === same.NextResponse, NextResponse === required.NextResponse,
          (await import('next/server')).NextResponse === NextResponse, [cookies, redirect, revalidateTag].map((f) => typeof f)]`,
    },
    value: [true, true, true, ['function', 'function', 'function']],
  },
]

export const PACKAGES: ModuleCase[] = [
  {
    title: 'a CommonJS package with __esModule gives its default, as bundlers have it',
    files: {
      'entry.js': `import value, { other } from 'pkg'; export default [value, other]`,
      'node_modules/pkg/index.js': `exports.__esModule = true; exports.default = 'd'; exports.other = 'o'`,
    },
    value: ['d', 'o'],
  },
  {
    title: 'a package is one instance for import, require() and other packages',
    files: {
      'entry.js': `import { state } from 'pkg'; import { same } from 'user'
        export default [state === require('pkg').state, same(state)]`,
      'node_modules/pkg/index.js': `exports.state = {}`,
      'node_modules/user/index.js': `exports.same = (state) => require('pkg').state === state`,
    },
    value: [true, true],
  },
  {
    title: 'a package with both formats gives ES modules to import and CommonJS to require()',
    files: {
      'entry.js': `import { kind } from 'dual'; export default [kind, require('dual').kind]`,
      'node_modules/dual/package.json': '{ "exports": { "import": "./a.mjs", "require": "./a.cjs" } }',
      'node_modules/dual/a.mjs': `export const kind = 'esm'`,
      'node_modules/dual/a.cjs': `exports.kind = 'cjs'`,
    },
    value: ['esm', 'cjs'],
  },
  {
    title: 'a package with two CommonJS files, each for its own kind of import',
    files: {
      'entry.js': `import { kind } from 'odd'; export default [kind, require('odd').kind, (await import('odd')).kind]`,
      'node_modules/odd/package.json': '{ "exports": { "import": "./a.cjs", "require": "./b.cjs" } }',
      'node_modules/odd/a.cjs': `exports.kind = 'imported'`,
      'node_modules/odd/b.cjs': `exports.kind = 'required'`,
    },
    value: ['imported', 'required', 'imported'],
  },
  {
    title: 'an ES module package with top-level await',
    files: {
      'entry.js': `import { value } from 'esm'; export default value`,
      'node_modules/esm/package.json': '{ "type": "module", "exports": "./index.js" }',
      'node_modules/esm/index.js': `export const value = await Promise.resolve('awaited')`,
    },
    value: 'awaited',
  },
  {
    title: 'a deep import without extension',
    files: {
      'entry.js': `import value from 'pkg/deep'; export default value`,
      'node_modules/pkg/package.json': '{ "main": "./index.js" }',
      'node_modules/pkg/deep.js': `module.exports = 'deep'`,
    },
    value: 'deep',
  },
  {
    title: 'an ES module package that leaves extensions out is compiled',
    files: {
      'entry.js': `import { value } from 'esm'; export default value`,
      'node_modules/esm/package.json': '{ "type": "module", "main": "./index.js" }',
      'node_modules/esm/index.js': `export { value } from './inner'`,
      'node_modules/esm/inner.js': `import deep from 'pkg/deep'; export const value = deep`,
      'node_modules/pkg/package.json': '{ "main": "./index.js" }',
      'node_modules/pkg/deep.js': `module.exports = 'deep'`,
    },
    value: 'deep',
  },
  {
    title: 'a package that rests on next is compiled, and finds it',
    files: {
      'entry.js': `import { redirect } from 'next/navigation'; import { same } from 'kin'; import esm from 'kin/esm.mjs'
        export default [same(redirect), esm(redirect)]`,
      'node_modules/kin/package.json': '{ "peerDependencies": { "next": "*" }, "main": "./index.js" }',
      'node_modules/kin/index.js': `exports.same = (fn) => require('next/navigation').redirect === fn`,
      'node_modules/kin/esm.mjs': `import { redirect } from 'next/navigation'; export default (fn) => redirect === fn`,
    },
    value: [true, true],
  },
  {
    title: "a package that rests on next in React's server layer, and no other package",
    files: {
      'entry.js': `import { layer, inner } from 'kin'; import { layer as other } from 'renderer'; export default [layer, inner, other]`,
      'node_modules/kin/package.json':
        '{ "peerDependencies": { "next": "*" }, "exports": { "react-server": "./server.js", "default": "./client.js" } }',
      'node_modules/kin/server.js': `exports.layer = 'server'; exports.inner = require('renderer').layer`,
      'node_modules/kin/client.js': `exports.layer = 'client'`,
      'node_modules/renderer/package.json':
        '{ "exports": { "react-server": "./server.js", "default": "./client.js" } }',
      'node_modules/renderer/server.js': `exports.layer = 'server'`,
      'node_modules/renderer/client.js': `exports.layer = 'client'`,
    },
    value: ['server', 'client', 'client'],
  },
  {
    title: 'a package of TypeScript is compiled',
    files: {
      'entry.js': `import { value } from 'ts-pkg'; export default value`,
      'node_modules/ts-pkg/package.json': '{ "exports": "./index.ts" }',
      'node_modules/ts-pkg/index.ts': `export const value: string = 'typed'`,
    },
    value: 'typed',
  },
  {
    title: 'an optional require() that finds nothing throws where it stands',
    files: {
      'entry.js': `let found; try { found = require('not-there') } catch (error) { found = error.code }; export default found`,
    },
    value: 'MODULE_NOT_FOUND',
  },
  {
    title: 'require() of a computed name and require.resolve() start at the source',
    files: {
      'lib/entry.js': `const name = './plain' + '.cjs'; module.exports = { default: [require(name), require.resolve('pkg').slice(-8)] }`,
      'lib/plain.cjs': `module.exports = 'plain'`,
      'node_modules/pkg/index.js': '',
    },
    entry: 'lib/entry.js',
    value: ['plain', 'index.js'],
  },
  {
    title: 'a name that a module gives to its own require() is kept',
    files: {
      'entry.js': `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)
        import value from './cjs.cjs'; export default [value, require('./cjs.cjs')]`,
      'cjs.cjs': `module.exports = 'c'`,
    },
    value: ['c', 'c'],
  },
]
