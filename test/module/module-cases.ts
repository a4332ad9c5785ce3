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
    title: 'export * of ES modules, of a cycle, of a part of Node.js and of CommonJS',
    files: {
      'entry.js': `import { a, b, join, c } from './all'; export default [a, b, typeof join, c]`,
      'all.js': `export * from './a'; export * from 'node:path'; export * from './c.cjs'`,
      'a.js': `export const a = 'a'; export * from './b'`,
      'b.js': `export const b = 'b'; export * from './a'`,
      'c.cjs': `exports.c = 'c'`,
    },
    value: ['a', 'b', 'function', 'c'],
  },
  {
    title: 'an entry that is export * from CommonJS',
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
