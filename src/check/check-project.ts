import path from 'node:path'
import { Fault } from '../errors.ts'
import type { Source } from '../module/source.ts'
import type { Route } from '../routes/route.ts'
import { compileEntries, type Compiled } from './compile-check.ts'
import { findIgnoredKeys } from './config-keys.ts'
import { createMetadataCheck } from './decorator-metadata.ts'
import { toFinding, toPlaceText, type Finding, type Found } from './finding.ts'
import { findNextMajor, readDependencies } from './dependencies.ts'
import { createWhatIs, scanAppPages } from './pages.ts'
import { PATTERNS } from './patterns/all.ts'
import type { PatternContext } from './patterns/pattern.ts'
import type { Report, RouteVerdict } from './report.ts'
import { findRuleTargets } from './rule-targets.ts'
import { openReader, type ReadSource } from './source-file.ts'
import { surveyProject, toFound, type Survey } from './survey.ts'

/**
 * Says, before a project is moved, of every route whether it runs here and what differs, and where that is written.
 *
 * Code is compiled and read, never run; next.config alone is evaluated.
 *
 * @param dir The project folder.
 */
export async function checkProject(dir: string): Promise<Report> {
  let survey: Survey
  try {
    survey = await surveyProject(dir)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return toReport({ routes: [], found: [toFound(error, dir)], pages: 0, complete: true })
  }
  const { project, config, routes, pages } = survey
  const appPages = scanAppPages(project, config.pageExtensions)
  const whatIs = createWhatIs({ routes, pages, appPages })
  const [entries, read] = await Promise.all([compileEntries(survey), openReader()])
  const patterns = read && createPatternCheck(read, { survey, whatIs })
  const checked = entries.map((compiled) => ({ compiled, found: [...compiled.found, ...(patterns?.(compiled) ?? [])] }))
  const byFile = new Map(checked.map(({ compiled, found }) => [compiled.entry, found]))
  const beside = checked.filter(({ compiled }) => !routes.some((route) => route.file === compiled.entry))
  const keys = config.file === undefined ? undefined : read?.(path.join(project.dir, config.file), config.file)
  return toReport({
    routes: routes.map((route) => ({ route, basePath: config.basePath, found: byFile.get(route.file) ?? [] })),
    found: [
      ...survey.found,
      ...findRuleTargets(config, whatIs),
      ...(keys ? findIgnoredKeys(keys) : []),
      ...beside.flatMap(({ found }) => found),
    ],
    pages: pages.length + appPages.length,
    complete: read !== undefined,
  })
}

/** The Next.js whose request data are promises and nothing else. */
const ASYNC_SINCE = 16

interface Patterned {
  readonly survey: Survey
  readonly whatIs: PatternContext['whatIs']
}

// Each file is read once for each style of handlers, however many routes import it.
function createPatternCheck(read: ReadSource, { survey, whatIs }: Patterned): (entry: Compiled) => Found[] {
  const { project, config, routes, trustsProxies } = survey
  const byFile = new Map(routes.map((route) => [route.file, route]))
  const about = {
    trustsProxies,
    syncRequestData: (findNextMajor(readDependencies(project.dir)) ?? ASYNC_SINCE) < ASYNC_SINCE,
    configEnv: new Set(Object.keys(config.env)),
    decoratorMetadata: createMetadataCheck(project.dir),
    whatIs,
  }
  const known = new Map<string, Found[]>()
  const look = ({ id, name }: Source, nodeStyle: boolean): Found[] => {
    const file = read(id, name)
    if (file === undefined) return []
    const context = { ...about, route: byFile.get(id), nodeStyle }
    return PATTERNS.flatMap((pattern) =>
      pattern(file, context).map(({ code, message, node }) => ({ code, file: name, ...file.placeOf(node), message })),
    )
  }
  return ({ entry, files }) => {
    const nodeStyle = ['pages', 'api'].includes(byFile.get(entry)?.root ?? '')
    return files.flatMap((source) => {
      const key = `${String(nodeStyle)} ${source.id}`
      const found = known.get(key) ?? look(source, nodeStyle)
      known.set(key, found)
      return found
    })
  }
}

interface Parts {
  readonly routes: readonly { readonly route: Route; readonly basePath: string; readonly found: readonly Found[] }[]
  readonly found: readonly Found[]
  readonly pages: number
  readonly complete: boolean
}

function toReport({ routes, found, pages, complete }: Parts): Report {
  const findings = toFindings([...found, ...routes.flatMap((one) => one.found)])
  const indexes = new Map(findings.map((finding, index) => [toKey(finding), index]))
  const verdicts = routes.map(({ route, basePath, found: own }): RouteVerdict => {
    const concerns = [...new Set(own.flatMap((one) => indexes.get(toKey(one)) ?? []))]
    const path = basePath + route.pattern.path
    return { path, file: route.name, verdict: toVerdict(route, own), findings: concerns }
  })
  const count = (verdict: RouteVerdict['verdict']): number => verdicts.filter((one) => one.verdict === verdict).length
  const errors = findings.filter(({ level }) => level === 'error').length
  return {
    routes: verdicts,
    findings,
    summary: {
      runs: count('runs'),
      differs: count('differs'),
      broken: count('broken'),
      errors,
      remarks: findings.length - errors,
      pages,
    },
    complete,
  }
}

// A file that does not compile takes along all that import it; a call that will throw, only the route it stands in.
function toVerdict(route: Route, found: readonly Found[]): RouteVerdict['verdict'] {
  const breaks = found.some((one) => {
    const { level, code, file } = toFinding(one)
    return level === 'error' && (code === 'compile-failed' || file === route.name)
  })
  if (breaks) return 'broken'
  return found.length > 0 ? 'differs' : 'runs'
}

function toKey({ code, file, line, column, message }: Found): string {
  return [code, file, line, column, message].join('\0')
}

function toFindings(found: readonly Found[]): Finding[] {
  const unique = new Map(found.map((one) => [toKey(one), toFinding(one)]))
  // Where an import does not resolve, where it would come from is beside the point.
  const failed = new Set([...unique.values()].filter(({ code }) => code === 'compile-failed').map(toLine))
  return [...unique.values()]
    .filter((finding) => finding.code !== 'next-package' || !failed.has(toLine(finding)))
    .sort((a, b) => toRank(a) - toRank(b) || toPlaceText(a).localeCompare(toPlaceText(b), 'en', { numeric: true }))
}

const toLine = ({ file, line }: Finding): string => `${file}:${line}`
const toRank = ({ level }: Finding): number => (level === 'error' ? 0 : 1)
