import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Fault } from '../errors.ts'
import { describe, isObject } from './next-config-check.ts'
import type { NextConfig } from './next-config.ts'
import { toRules, type MappedRules } from './vercel-json-rules.ts'

const NAME = 'vercel.json'

/** Keys that are a matter of the platform's builds or of its dashboard: nothing here is lost with them. */
const SILENT = [
  '$schema',
  'version',
  'name',
  'alias',
  'public',
  'framework',
  'buildCommand',
  'devCommand',
  'installCommand',
  'ignoreCommand',
  'outputDirectory',
  'git',
  'github',
  'regions',
  'images',
  'bunVersion',
  'fluid',
]

/** Keys that did something, with what to do instead. */
const LOST: Readonly<Record<string, string>> = {
  crons: 'have the paths called by a scheduler of your own',
  functions: 'give maxDuration in the route file: `export const maxDuration = 30`',
  routes: 'write them as rewrites, redirects and headers',
  builds: 'every file in api/ is served as it is',
  env: 'set the variables where the server runs, or in .env',
  build: 'set the variables where the server runs, or in .env',
}

/**
 * Takes over what the `vercel.json` of a plain `api` folder says: `headers`, `redirects`, `rewrites` (tried when no file
 * has the path, as on Vercel), `cleanUrls` and `trailingSlash`. Without `trailingSlash` both forms of a path answer.
 *
 * Everything else is a warning, or of no consequence here.
 *
 * @param dir The project folder; without the file the config is returned as it is.
 * @throws {Fault} CONFIG_INVALID, when the file is no JSON object or a list is none.
 * @see https://vercel.com/docs/project-configuration
 */
export function withVercelJson(config: NextConfig, dir: string): NextConfig {
  const file = path.join(dir, NAME)
  if (!existsSync(file)) return config
  const json = parse(readFileSync(file, 'utf8'), file)
  const rules = toRules(json, NAME)
  return Object.freeze({
    ...config,
    file: NAME,
    warnings: [...config.warnings, ...rules.warnings, ...toWarnings(json)],
    trailingSlash: readFlag(json, 'trailingSlash', file) ?? false,
    skipTrailingSlashRedirect: json['trailingSlash'] === undefined,
    ...withCleanUrls(rules, readFlag(json, 'cleanUrls', file) ?? false),
  })
}

function parse(text: string, file: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid(file, `is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (!isObject(value)) throw invalid(file, `is not an object but ${describe(value)}`)
  return value
}

function readFlag(json: Readonly<Record<string, unknown>>, key: string, file: string): boolean | undefined {
  const value = json[key]
  if (value === undefined || typeof value === 'boolean') return value
  throw invalid(file, `${key} is not true or false but ${describe(value)}`)
}

const invalid = (file: string, found: string): Fault =>
  new Fault('CONFIG_INVALID', `${NAME}: ${found}`.replace(`${NAME}: is`, `${NAME} is`), { file })

function toWarnings(json: Readonly<Record<string, unknown>>): string[] {
  const mapped = ['headers', 'redirects', 'rewrites', 'cleanUrls', 'trailingSlash']
  return Object.keys(json).flatMap((key) => {
    if (mapped.includes(key) || SILENT.includes(key)) return []
    return [`${NAME}: ${key} has no effect; ${LOST[key] ?? 'it is not known here'}`]
  })
}

// Pages of the public folder answer without their extension, and with it lead there. Functions never had one.
function withCleanUrls(
  { headers, redirects, rewrites }: MappedRules,
  clean: boolean,
): Pick<NextConfig, 'headers' | 'redirects' | 'rewrites'> {
  // prettier-ignore
  const lists = { beforeFiles: [], afterFiles: rewrites, fallback: [] }
  if (!clean) return { headers, redirects, rewrites: lists }
  const shortened = [
    { source: '/index.html', destination: '/', statusCode: 308 },
    { source: String.raw`/:path((?!api/).+)\.html`, destination: '/:path', statusCode: 308 },
  ]
  const found = [{ source: String.raw`/:path((?!api(?:/|$))[^.]+)`, destination: '/:path.html' }]
  return {
    headers,
    redirects: [...redirects, ...shortened],
    rewrites: { ...lists, afterFiles: [...rewrites, ...found] },
  }
}
