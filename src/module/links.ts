import { readFileSync } from 'node:fs'
import { toCodeFrame } from './code-frame.ts'
import type { CompileError, Source } from './source.ts'
import type { Sources } from './source-graph.ts'

// What esbuild writes, in its own layout.
const NAMED = /^(?:import|export) (?:([\w$]+)(?:, | ))?(?:\{([^}]*)\} )?(?:from )?"rehost-import:(\d+)"/gm
const STAR = /^export \* from "(?:rehost-import:(\d+)")?/gm

/**
 * Finds names that modules import and the imported file does not export. Node.js would tell when the module is loaded,
 * which is late for a build, and for an edit whose last good version should be kept.
 *
 * @returns The first such name of each module, by id.
 */
export function checkLinks(sources: Sources): ReadonlyMap<string, CompileError> {
  const errors = new Map<string, CompileError>()
  for (const source of sources.values()) {
    if (source.format !== 'esm' || source.error !== undefined) continue
    const missing = findMissing(source, sources)
    if (missing !== undefined) errors.set(source.id, toLinkError(source, missing))
  }
  return errors
}

interface Missing {
  readonly name: string
  readonly target: Source
}

function findMissing(source: Source, sources: Sources): Missing | undefined {
  for (const [, standard, list, index] of source.code.matchAll(NAMED)) {
    const target = findTarget(source, Number(index), sources)
    if (target === undefined) continue
    const names = [...(standard === undefined ? [] : ['default']), ...toNames(list ?? '')]
    const name = names.find((one) => !hasExport(target, one, sources, new Set()))
    if (name !== undefined) return { name, target }
  }
  return undefined
}

// `a, b as c, "quoted" as d` → what is taken from the other module.
function toNames(list: string): string[] {
  const items = list.split(',').map((item) => item.trim().split(' as ')[0] ?? '')
  return items.filter((name) => /^[\w$]+$/.test(name))
}

// Only what is compiled to an ES module says what it exports.
function findTarget(source: Source, index: number, sources: Sources): Source | undefined {
  const found = source.imports[index]
  if (found?.kind !== 'static' || found.target.kind !== 'source') return undefined
  const target = sources.get(found.target.id)
  return target?.format === 'esm' && target.error === undefined ? target : undefined
}

function hasExport(source: Source, name: string, sources: Sources, seen: Set<string>): boolean {
  if (source.exports.includes(name)) return true
  if (name === 'default' || seen.has(source.id)) return false
  seen.add(source.id)
  return [...source.code.matchAll(STAR)].some(([, index]) => {
    const target = index === undefined ? undefined : findTarget(source, Number(index), sources)
    return target === undefined || hasExport(target, name, sources, seen)
  })
}

function toLinkError(source: Source, { name, target }: Missing): CompileError {
  const text = readFileSync(source.id, 'utf8')
  const before = text.slice(0, findName(text, name)).split('\n')
  const place = { file: source.name, line: before.length, column: (before.at(-1) ?? '').length + 1 }
  const what = name === 'default' ? 'default export' : `export named ${name}`
  return { message: `${target.name} has no ${what}`, place, frame: toCodeFrame(text, place) }
}

function findName(text: string, name: string): number {
  const shown = name === 'default' ? String.raw`[\w$]+` : name.replaceAll('$', String.raw`\$`)
  const match = new RegExp(String.raw`\b(?:import|export)\b[^;'"]*?(?<![\w$])(${shown})(?![\w$])`, 'd').exec(text)
  return match?.indices?.[1]?.[0] ?? 0
}
