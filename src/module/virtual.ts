import type { Format } from './format.ts'

/** A module that has no file: its id and its text. */
export interface VirtualModule {
  readonly format: Format
  readonly code: string
}

const EMPTY = 'virtual:empty'
/**
 * Modules whose exports the running rehost provides, so that both sides share one instance: those of Next.js, and rehost
 * itself. By the name they are imported by: their place beside this folder, without extension.
 */
export const PROVIDED: Readonly<Record<string, string>> = {
  'next/server': '../next/server',
  'next/headers': '../next/headers',
  'next/navigation': '../next/navigation',
  'next/cache': '../next/cache',
  'rehost/use-cache': '../next/cache/use-cache',
  rehost: '../index',
  'rehost/contract': '../openapi/contract',
}

// `next` itself exports only types that an API needs.
const EMPTY_MODULES = ['next', 'server-only', 'client-only']

// An element is data; enough for handlers that build one without having React installed, as Next.js brings its own.
const JSX_RUNTIME = `
const element = (type, props, key) => ({ $$typeof: Symbol.for('react.transitional.element'), type, key: key ?? null, props })
exports.Fragment = Symbol.for('react.fragment')
exports.jsx = element
exports.jsxs = element
exports.jsxDEV = element
`
// Outside of a render React's own cache() remembers nothing either.
const REACT = `
exports.Fragment = Symbol.for('react.fragment')
exports.cache = (fn) => function (...values) { return fn.apply(this, values) }
exports.createElement = (type, props, ...children) => ({
  $$typeof: Symbol.for('react.transitional.element'), type, key: props?.key ?? null, props: { ...props, children },
})
`
const CONSTANTS = `
exports.PHASE_EXPORT = 'phase-export'
exports.PHASE_ANALYZE = 'phase-analyze'
exports.PHASE_PRODUCTION_BUILD = 'phase-production-build'
exports.PHASE_PRODUCTION_SERVER = 'phase-production-server'
exports.PHASE_DEVELOPMENT_SERVER = 'phase-development-server'
exports.PHASE_TEST = 'phase-test'
exports.PHASE_INFO = 'phase-info'
`
const API_ERROR = `
exports.ApiError = class ApiError extends Error {
  constructor(statusCode, message) { super(message); this.statusCode = statusCode }
}
`
const WHEN_MISSING: Readonly<Record<string, string>> = {
  'next/constants': CONSTANTS,
  'next/constants.js': CONSTANTS,
  'next/dist/server/api-utils': API_ERROR,
  'next/dist/server/api-utils/index.js': API_ERROR,
  react: REACT,
  'react/jsx-runtime': JSX_RUNTIME,
  'react/jsx-dev-runtime': JSX_RUNTIME,
}

/** The id of the module that stands in for a specifier whatever is installed; undefined where there is none. */
export function findVirtual(specifier: string): string | undefined {
  const name = specifier.replace(/\.js$/, '')
  if (EMPTY_MODULES.includes(name)) return EMPTY
  return Object.hasOwn(PROVIDED, name) ? `virtual:${name}` : undefined
}

/** The id of the module that stands in for a specifier when nothing is installed under its name. */
export function findFallback(specifier: string): string | undefined {
  return Object.hasOwn(WHEN_MISSING, specifier) ? `virtual:${specifier}` : undefined
}

/** Says whether an id names a module without a file. */
export function isVirtual(id: string): boolean {
  return id.startsWith('virtual:')
}

/** The text of a module without a file. `__rehost` is what `runtime.ts` puts before every module. */
export function toVirtualModule(id: string): VirtualModule {
  const name = id.slice('virtual:'.length)
  if (id === EMPTY) return { format: 'cjs', code: '' }
  const fallback = WHEN_MISSING[name]
  if (fallback !== undefined) return { format: 'cjs', code: fallback }
  return { format: 'cjs', code: `module.exports = __rehost.provided[${JSON.stringify(name)}]\n` }
}
