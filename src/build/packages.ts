/**
 * Packages that a start needs: they become part of the server's main file. All others are put into files of their own,
 * which are loaded when something first asks for them.
 */
const IN_MAIN = ['@edge-runtime/cookies', '@next/env', 'bytes', 'content-type', 'path-to-regexp', 'proxy-addr']

/** Packages that share a file, because one of them uses another or they are needed together. */
const SHARED_FILES: Readonly<Record<string, readonly string[]>> = {
  express: ['express', 'cors', 'send', 'swagger-ui-express'],
  document: ['@asteasolutions/zod-to-openapi', 'zod', 'zod-to-json-schema', 'ajv', 'ajv-formats', 'yaml'],
}

/** Packages that rehost's code names at run time only, by `createRequire`. */
export const REQUIRED = ['iconv-lite', 'pino', 'ua-parser-js', 'ws', 'zod', 'zod-to-json-schema']

const PACKAGE = /^(?:@[^/]+\/)?[^/]+/

/** The file, without extension, that a package is put into; undefined for one that is part of the main file. */
export function toPackageFile(specifier: string): string | undefined {
  const name = PACKAGE.exec(specifier)?.[0] ?? specifier
  if (IN_MAIN.includes(name)) return undefined
  const shared = Object.entries(SHARED_FILES).find(([, names]) => names.includes(name))
  return shared?.[0] ?? name.replace('@', '').replace('/', '-')
}

/** Built-in modules that cost time to load and that many servers never use. */
const LAZY_BUILTINS = [
  'child_process',
  'crypto',
  'dns',
  'fs/promises',
  'http2',
  'https',
  'os',
  'tls',
  'worker_threads',
  'zlib',
]

/** True for a built-in module that is loaded when something first uses it. */
export function isLazyBuiltin(name: string): boolean {
  return LAZY_BUILTINS.includes(name.replace(/^node:/, ''))
}
