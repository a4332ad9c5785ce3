import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Route } from '../routes/route.ts'
import type { ProjectFacts } from '../schema/facts.ts'
import { compilerIdentity } from './compiler/open-compiler.ts'

/** Raised whenever inference says something else about the same code. */
const VERSION = 1

export interface CacheKey {
  readonly cacheDir: string
  readonly dir: string
  readonly routes: readonly Route[]
}

interface Entry {
  readonly key: string
  /** Content hashes by file. */
  readonly files: Readonly<Record<string, string>>
  readonly facts: ProjectFacts
}

/** Installing other packages can change types without a source file changing. */
const LOCK_FILES = [
  'package.json',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'tsconfig.json',
  'jsconfig.json',
]

/** The remembered facts of a project, if every file they were read from is still the same. */
export async function readCache(key: CacheKey): Promise<ProjectFacts | undefined> {
  try {
    const entry: unknown = JSON.parse(await readFile(fileOf(key), 'utf8'))
    if (!isEntry(entry) || entry.key !== keyOf(key)) return undefined
    const hashes = await hashFiles(Object.keys(entry.files))
    const isSame = Object.entries(entry.files).every(([file, hash]) => hashes[file] === hash)
    return isSame ? entry.facts : undefined
  } catch {
    // No entry, or one that an interrupted write left behind.
    return undefined
  }
}

/** Remembers facts together with the content of the files they were read from. */
export async function writeCache(input: CacheKey & { facts: ProjectFacts; files: readonly string[] }): Promise<void> {
  const { dir, facts, files } = input
  const locks = LOCK_FILES.map((name) => path.join(dir, name))
  const entry: Entry = { key: keyOf(input), files: await hashFiles([...new Set([...files, ...locks])]), facts }
  const file = fileOf(input)
  await mkdir(path.dirname(file), { recursive: true })
  // Renamed into place: a reader never sees half of it.
  await writeFile(`${file}.${process.pid}`, JSON.stringify(entry))
  await rename(`${file}.${process.pid}`, file)
}

function fileOf({ cacheDir, dir }: CacheKey): string {
  return path.join(cacheDir, `inference-${createHash('sha1').update(dir).digest('hex').slice(0, 12)}.json`)
}

function keyOf({ dir, routes }: CacheKey): string {
  const list = routes.map((route) => `${route.name} ${route.pattern.path}`)
  return JSON.stringify([VERSION, dir, compilerIdentity(dir), list])
}

async function hashFiles(files: readonly string[]): Promise<Record<string, string>> {
  const entries = await Promise.all(files.map(async (file) => [file, await hashFile(file)] as const))
  return Object.fromEntries(entries)
}

async function hashFile(file: string): Promise<string> {
  try {
    return createHash('sha1')
      .update(await readFile(file))
      .digest('hex')
  } catch {
    return 'missing'
  }
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'key' in value && 'files' in value && 'facts' in value
}
