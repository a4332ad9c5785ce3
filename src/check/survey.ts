import { readFileSync } from 'node:fs'
import path from 'node:path'
import { findConfigFile } from '../config-file.ts'
import { loadDefaultConfig, loadNextConfig, type NextConfig } from '../config/next-config.ts'
import { openProject, type Project } from '../config/project.ts'
import { withVercelJson } from '../config/vercel-json.ts'
import { Fault } from '../errors.ts'
import { importConfigFile } from '../module/config-file.ts'
import { findConflicts } from '../routes/conflicts.ts'
import { findConventions, type Conventions } from '../routes/conventions.ts'
import { compareRoutes } from '../routes/order.ts'
import { scanPages } from '../routes/pages.ts'
import type { Route } from '../routes/route.ts'
import { scanRoutes, type Skipped } from '../routes/scan.ts'
import { compileRules } from '../rules/rules.ts'
import { parsePlace, type Found } from './finding.ts'
import type { RuleCode } from './rules.ts'

/** A project as far as its files can be read; unlike an opened folder, one with mistakes. */
export interface Survey {
  readonly project: Project
  readonly config: NextConfig
  readonly routes: readonly Route[]
  readonly skipped: readonly Skipped[]
  readonly conventions: Conventions
  /** Pages beside pages/api. */
  readonly pages: readonly Route[]
  readonly trustsProxies: boolean
  /** What stands in the way of opening it, and what is left out. */
  readonly found: readonly Found[]
}

const CODES: Readonly<Partial<Record<string, RuleCode>>> = {
  ROUTES_MISSING: 'routes-missing',
  ROUTE_NAME_INVALID: 'route-name-invalid',
  ROUTE_CONFLICT: 'route-conflict',
  COMPILE_FAILED: 'config-unloadable',
  MODULE_FAILED: 'config-unloadable',
}

/**
 * Reads a project's files: config, routes, conventions. next.config is evaluated, as it is whenever rehost runs.
 *
 * @throws {Fault} ROUTES_MISSING, when there is nothing to look at.
 */
export async function surveyProject(dir: string): Promise<Survey> {
  const project = openProject(dir)
  const found: Found[] = []
  const attempt = createAttempt(found, project.dir)
  const config = await attempt(() => readConfig(project), loadDefaultConfig)
  const extensions = config.pageExtensions
  const { routes, skipped } = await attempt(
    () => scanRoutes(project, { pageExtensions: extensions }),
    () => ({
      routes: [],
      skipped: [],
    }),
  )
  const conventions = await attempt(
    () => findConventions(project, extensions),
    () => ({
      proxy: undefined,
      instrumentation: undefined,
    }),
  )
  await attempt(
    () => void compileRules(config),
    () => undefined,
  )
  for (const message of findConflicts(routes)) found.push({ code: 'route-conflict', message })
  for (const { name, reason } of skipped) {
    if (!isPrivate(name)) found.push({ code: 'not-served', file: name, message: `not served: ${reason}` })
  }
  for (const message of config.warnings) {
    if (!message.includes('webpack()')) found.push({ code: 'config-key', message }) // Told with its line.
  }
  return {
    project,
    config,
    routes: routes.toSorted(compareRoutes),
    skipped,
    conventions,
    pages: scanPages(project, extensions),
    trustsProxies: mentionsTrust(project.dir),
    found,
  }
}

async function readConfig({ dir, api }: Pick<Project, 'dir' | 'api'>): Promise<NextConfig> {
  const config = await loadNextConfig(dir, { phase: 'phase-production-build', importFile: importConfigFile })
  return api === undefined ? config : withVercelJson(config, dir)
}

type Attempt = <T>(read: () => T | Promise<T>, otherwise: () => T | Promise<T>) => Promise<T>

function createAttempt(found: Found[], dir: string): Attempt {
  return async (read, otherwise) => {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      found.push(...toFounds(error, dir))
      return otherwise()
    }
  }
}

// Wrong names are told all at once, one a line; any other fault is one, whatever its lines.
function toFounds(fault: Fault, dir: string): Found[] {
  if (fault.code !== 'ROUTE_NAME_INVALID') return [toFound(fault, dir)]
  return fault.message.split('\n').map((message) => ({ ...toFound(fault, dir), message }))
}

/** A fault as something found. Its file is named as it is, or, when it lies below `dir`, from there. */
export function toFound(fault: Fault, dir: string): Found {
  const [message = '', frame] = splitMessage(fault)
  const place = fault.file === undefined ? {} : parsePlace(fault.file)
  const code = CODES[fault.code] ?? 'config-invalid'
  if (place.file === undefined || place.line === undefined) return { code, message, frame }
  const file = path.isAbsolute(place.file) ? path.relative(dir, place.file).replaceAll('\\', '/') : place.file
  return { code, ...place, file, message, frame }
}

// A file that does not load says where and shows the lines, which a finding has in fields of their own.
function splitMessage({ code, message, file = '' }: Fault): readonly (string | undefined)[] {
  if (code !== 'COMPILE_FAILED' && code !== 'MODULE_FAILED') return [message]
  const [first = '', ...rest] = message.split('\n')
  const told = first.startsWith(`${file}: `) ? first.slice(file.length + 2) : first
  const frame = rest.filter((line) => line.trim() !== `at ${file}`).join('\n')
  return [told, frame === '' ? undefined : frame]
}

// Where the project comes from these are not served either.
function isPrivate(name: string): boolean {
  const [root] = name.split('/')
  return root === 'api' ? path.basename(name).startsWith('_') : /(?:\.[cm][jt]s|node_modules\/)$/.test(name)
}

function mentionsTrust(dir: string): boolean {
  const file = findConfigFile(dir)
  return file !== undefined && /\btrustProxy\b/.test(readFileSync(file, 'utf8'))
}
