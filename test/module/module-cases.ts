import type { Files } from './temp-project.ts'

/** One project whose `entry.*` gives `value` as its default export, or whose default export returns it when called. */
export interface ModuleCase {
  readonly title: string
  readonly files: Files
  /** Default `entry.js`. */
  readonly entry?: string
  readonly value: unknown
}

const SLOPPY = `(function () { return this === undefined ? 'strict' : 'sloppy' })()`

export const SYNTAX: ModuleCase[] = [
  {
    title: 'TypeScript with enums, parameter properties and type imports',
    entry: 'entry.ts',
    files: {
      'entry.ts': `import { Level, Box, type Thing } from './types'; import { Only } from './types'
        const thing: Thing = { id: 1 }; export default [Level.High, new Box<string>('in').get(), thing satisfies Only]`,
      'types.ts': `export enum Level { Low = 1, High }; export interface Thing { id: number }; export type Only = Thing
        export class Box<T> { constructor(private readonly value: T) {} get(): T { return this.value } }`,
    },
    value: [2, 'in', { id: 1 }],
  },
  {
    title: 'JSX in a .js file, without React installed and with jsx: preserve',
    files: {
      'entry.js': `const element = <b id="x">hi</b>; export default [element.type, element.props]`,
      'tsconfig.json': '{ "compilerOptions": { "jsx": "preserve" } }',
    },
    value: ['b', { id: 'x', children: 'hi' }],
  },
  {
    title: 'decorators as tsconfig.json has them',
    entry: 'entry.ts',
    files: {
      'entry.ts': `const seen: string[] = []; function mark(target: object, key: string) { seen.push(key) }
        class A { @mark field = 1 }; new A(); export default seen`,
      'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
    },
    value: ['field'],
  },
  {
    title: 'top-level await',
    files: { 'entry.js': `const value = await Promise.resolve('awaited'); export default value` },
    value: 'awaited',
  },
  {
    title: 'JSON by import, by import() and by require()',
    files: {
      'entry.js': `import data, { kind } from './data.json'; const lazy = await import('./data.json')
        export default [data, kind, lazy.default.n, lazy.kind, require('./data.json').n]`,
      'data.json': '{ "kind": "json", "n": 1 }',
    },
    value: [{ kind: 'json', n: 1 }, 'json', 1, 'json', 1],
  },
  {
    title: 'style sheets are empty and images know their file',
    files: {
      'entry.js': `import styles from './a.module.css'; import logo from './logo.png'
        export default [styles, logo.src.startsWith('file:'), logo.src.endsWith('/logo.png')]`,
      'a.module.css': '.a { color: red }',
      'logo.png': '',
    },
    value: [{}, true, true],
  },
  {
    title: 'directives',
    files: { 'entry.js': `'use server'\n'use client'\nexport default 'fine'` },
    value: 'fine',
  },
  {
    title: 'the place of the source, also where a file names it itself',
    files: {
      'lib/place.js': `import { fileURLToPath } from 'node:url'; import { dirname, basename } from 'node:path'
        const __filename = fileURLToPath(import.meta.url); export const own = basename(dirname(__filename))`,
      'entry.js': `import { own } from './lib/place.js'; import { basename } from 'node:path'
        export default [own, basename(__filename), typeof __dirname, basename(import.meta.filename),
          new URL('./note.txt', import.meta.url).protocol]`,
    },
    value: ['lib', 'entry.js', 'string', 'entry.js', 'file:'],
  },
]

export const FORMATS: ModuleCase[] = [
  {
    title: 'CommonJS stays sloppy and has module, exports, require, also with strict in tsconfig.json',
    files: {
      'entry.js': `module.exports = { default: [${SLOPPY}, typeof module, typeof exports, typeof require, this === exports] }`,
      'tsconfig.json': '{ "compilerOptions": { "strict": true } }',
    },
    value: ['sloppy', 'object', 'object', 'function', true],
  },
  {
    title: 'CommonJS that asks for strict mode is strict',
    files: { 'entry.js': `'use strict'\nmodule.exports = { default: ${SLOPPY} }` },
    value: 'strict',
  },
  {
    title: 'CommonJS requires an ES module, and an ES module requires and imports CommonJS',
    files: {
      'entry.js': `import cjs, { named } from './cjs.js'; import * as all from './cjs.js'
        export default [cjs.named, named, all.named, require('./cjs').esm, typeof require]`,
      'cjs.js': `const esm = require('./esm'); exports.named = 'n'; exports.esm = [esm.default, esm.other]`,
      'esm.js': `export default 'd'; export const other = 'o'`,
    },
    value: ['n', 'n', 'n', ['d', 'o'], 'function'],
  },
  {
    title: 'imports beside module.exports make CommonJS',
    files: {
      'entry.js': `import { a } from './a'; module.exports = { default: a }`,
      'a.js': `export const a = 'from esm'`,
    },
    value: 'from esm',
  },
  {
    title: '__esModule decides about a default import, also in a "type": "module" project',
    files: {
      'package.json': '{ "type": "module" }',
      'entry.js': `import value, { other } from './flagged.cjs'; import plain from './plain.cjs'
        const lazy = await import('./flagged.cjs'); export default [value, other, plain.default, lazy.default]`,
      'flagged.cjs': `exports.__esModule = true; exports.default = 'd'; exports.other = 'o'`,
      'plain.cjs': `exports.default = 'd'`,
    },
    value: ['d', 'o', 'd', 'd'],
  },
  {
    title: 'names of CommonJS are read when they are used',
    files: {
      'entry.js': `import { late } from './cjs'; import { set } from './cjs'; set(); export default late`,
      'cjs.js': `const names = ['late']; exports.late = 'unset'; exports.set = () => { for (const name of names) exports[name] = 'set' }`,
    },
    value: 'set',
  },
  {
    title: 'cycles between CommonJS files see what is exported by then',
    files: {
      'entry.js': `import a from './a'; export default a.value`,
      'a.js': `exports.early = 1; const b = require('./b'); module.exports = { done: true }
        module.exports.value = [b.seen, b.later().done]`,
      'b.js': `const a = require('./a'); exports.seen = a.early; exports.later = () => require('./a')`,
    },
    value: [1, true],
  },
  {
    title: 'export * from CommonJS',
    files: { 'entry.js': `export * from './cjs'; export default 'd'`, 'cjs.js': `exports.a = 1` },
    value: 'd',
  },
]

export const ORDER: ModuleCase[] = [
  {
    title: 'modules are evaluated in the order of the imports, whatever they share with other entries',
    files: {
      'entry.js': `import './first'; import { seen } from './second'; export default seen`,
      'other.js': `import { seen } from './second'; export default seen`,
      'first.js': `globalThis.rehostOrder = 'first'`,
      'second.js': `export const seen = globalThis.rehostOrder; delete globalThis.rehostOrder`,
    },
    value: 'first',
  },
  {
    title: 'ES modules, CommonJS and packages keep one order',
    files: {
      'entry.js': `import './esm-1'; import 'cjs-pkg'; import './esm-2'; import cjs from './cjs'; import './esm-3'
        export default [globalThis.rehostTrail.splice(0), cjs]`,
      'trail.js': `export const push = (name) => (globalThis.rehostTrail ??= []).push(name)`,
      'esm-1.js': `import { push } from './trail'; push('esm-1')`,
      'esm-2.js': `import { push } from './trail'; push('esm-2')`,
      'esm-3.js': `import { push } from './trail'; push('esm-3')`,
      'cjs.js': `globalThis.rehostTrail.push('cjs'); module.exports = 'c'`,
      'node_modules/cjs-pkg/index.js': `globalThis.rehostTrail.push('pkg')`,
    },
    value: [['esm-1', 'pkg', 'esm-2', 'cjs', 'esm-3'], 'c'],
  },
]

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
