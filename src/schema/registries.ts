import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { isObject, type JsonObject } from './json.ts'

/** What knows metadata by schema. */
export interface Registry {
  get(schema: object): unknown
}

export interface RegistryPlace {
  /** The project folder. */
  readonly dir: string
  /** Where its package.json is. */
  readonly aboutDir: string
  /** Imports a file by its URL. */
  readonly importFile: (url: string) => Promise<object>
}

const PACKAGE = '@asteasolutions/zod-to-openapi'
const registries: Registry[] = []
const opened = new Map<string, Promise<void>>()
const { cache } = createRequire(import.meta.url)

/** Zod's own registry, which all its copies share; undefined while none is loaded. */
export function zodRegistry(): Registry | undefined {
  return asRegistry(Reflect.get(globalThis, '__zod_globalRegistry'))
}

/** Every registry of zod-to-openapi that was opened. */
export function openApiRegistries(): readonly Registry[] {
  return registries
}

/**
 * Opens the registry of the copy of zod-to-openapi that a project's schemas were noted in: each copy has one of its own.
 * A project that does not depend on the package has none.
 */
export function openRegistries(place: RegistryPlace): Promise<void> {
  const known = opened.get(place.dir) ?? open(place)
  opened.set(place.dir, known)
  return known
}

async function open({ dir, aboutDir, importFile }: RegistryPlace): Promise<void> {
  const { dependencies, devDependencies } = readPackage(aboutDir)
  if (![dependencies, devDependencies].some((one) => isObject(one) && PACKAGE in one)) return
  const home = findPackage(dir)
  if (home === undefined) return
  const { main, module } = readPackage(home)
  // CommonJS files have a copy of their own. It is looked at only when they have loaded it.
  add(typeof main === 'string' ? cache[path.join(home, main)]?.exports : undefined)
  if (typeof module !== 'string') return
  add(await importFile(pathToFileURL(path.join(home, module)).href).catch(() => undefined))
}

function readPackage(dir: string): JsonObject {
  const file = path.join(dir, 'package.json')
  const about: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  return isObject(about) ? about : {}
}

function findPackage(dir: string): string | undefined {
  for (let place = dir; ; place = path.dirname(place)) {
    const home = path.join(place, 'node_modules', PACKAGE)
    if (existsSync(path.join(home, 'package.json'))) return home
    if (place === path.dirname(place)) return undefined
  }
}

function add(exports: unknown): void {
  const registry = isObject(exports) ? asRegistry(exports['zodToOpenAPIRegistry']) : undefined
  if (registry && !registries.includes(registry)) registries.push(registry)
}

function asRegistry(value: unknown): Registry | undefined {
  const isRegistry = typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function'
  return isRegistry ? (value as Registry) : undefined // Just tested.
}
