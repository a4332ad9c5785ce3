import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { Fault } from '../errors.ts'
import { isObject, type JsonObject } from '../schema/json.ts'
import { findBreakingChanges, type BreakingChange } from './breaking.ts'
import { diffJson, type Change } from './diff.ts'
import type { OpenApiDocument } from './spec.ts'
import { toJson, toYaml } from './text.ts'

export type DocumentFormat = 'json' | 'yaml'

/** Where documents are kept. */
export interface DocumentPlace {
  /** Absolute path of the folder: `<project>/openapi`. */
  readonly dir: string
  /** Which files are written or checked: `openapi.json`, `openapi.yaml`. */
  readonly formats: readonly DocumentFormat[]
}

const WRITERS = { json: toJson, yaml: toYaml } as const
const READERS = {
  json: (text: string): unknown => JSON.parse(text),
  yaml: (text: string): unknown => parse(text),
} as const

/**
 * Reads `base.json`, the hand-written part of the document.
 *
 * @returns An empty object when there is none.
 * @throws {Fault} CONFIG_INVALID, when it is no JSON object or a part of it has the wrong kind.
 */
export async function loadBase(dir: string): Promise<JsonObject> {
  const file = join(dir, 'base.json')
  const text = await readIfThere(file)
  if (text === undefined) return {}
  const base = readBase(text, file)
  for (const [key, wanted] of Object.entries(BASE_KINDS)) {
    const value = base[key]
    const fits = wanted === 'list' ? Array.isArray(value) : isObject(value)
    if (value !== undefined && !fits) {
      throw new Fault('CONFIG_INVALID', `${file}: ${key} must be ${wanted === 'list' ? 'a list' : 'an object'}`, {
        file,
      })
    }
  }
  return base
}

const BASE_KINDS = {
  info: 'object',
  paths: 'object',
  components: 'object',
  servers: 'list',
  security: 'list',
  tags: 'list',
} as const

function readBase(text: string, file: string): JsonObject {
  try {
    const base: unknown = JSON.parse(text)
    if (isObject(base)) return base
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', `${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
      file,
    })
  }
  throw new Fault('CONFIG_INVALID', `${file}: must be a JSON object`, { file })
}

/** Writes the document; the folder is made when it is not there. @returns The files written, absolute. */
export async function writeDocument(document: OpenApiDocument, { dir, formats }: DocumentPlace): Promise<string[]> {
  await mkdir(dir, { recursive: true })
  return Promise.all(
    formats.map(async (format) => {
      const file = join(dir, `openapi.${format}`)
      await writeFile(file, WRITERS[format](document))
      return file
    }),
  )
}

/** How the files on disk compare with the document as it is now. */
export interface DocumentComparison {
  /** Files that are missing or differ, absolute; empty when all are up to date. */
  readonly stale: readonly string[]
  /** What changed since the first stale file was written; empty when none could be read. */
  readonly changes: readonly Change[]
  readonly breaking: readonly BreakingChange[]
}

/** Compares the files with the document, without writing. */
export async function compareDocument(
  document: OpenApiDocument,
  { dir, formats }: DocumentPlace,
): Promise<DocumentComparison> {
  const stale: { file: string; before: JsonObject | undefined }[] = []
  for (const format of formats) {
    const file = join(dir, `openapi.${format}`)
    const text = await readIfThere(file)
    // A checkout on Windows may have turned the line ends.
    if (text?.replaceAll('\r\n', '\n') === WRITERS[format](document)) continue
    stale.push({ file, before: text === undefined ? undefined : readDocument(text, format) })
  }
  const before = stale.find((one) => one.before)?.before
  const now: JsonObject = { ...document }
  return {
    stale: stale.map(({ file }) => file),
    changes: before ? diffJson(before, now) : [],
    breaking: before ? findBreakingChanges(before, now) : [],
  }
}

function readDocument(text: string, format: DocumentFormat): JsonObject | undefined {
  try {
    const value = READERS[format](text)
    return isObject(value) ? value : undefined
  } catch {
    // A file that cannot be read is stale, and says nothing of what it held.
    return undefined
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
