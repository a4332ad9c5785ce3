import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseJsonWithComments } from '../infer/compiler/json-comments.ts'
import { findTsconfig } from '../module/stamps.ts'

/**
 * Makes a function that says whether a file's tsconfig asks for `emitDecoratorMetadata`, itself or in a file it extends.
 *
 * @param dir The project folder; files are named below it.
 */
export function createMetadataCheck(dir: string): (name: string) => boolean {
  const known = new Map<string, boolean>()
  return (name) => {
    const config = findTsconfig(path.join(dir, name))
    if (config === undefined) return false
    const asks = known.get(config) ?? asksForMetadata(config, new Set())
    known.set(config, asks)
    return asks
  }
}

function asksForMetadata(config: string, seen: Set<string>): boolean {
  if (seen.has(config)) return false
  seen.add(config)
  const json = readJson(config)
  const asked: unknown = Reflect.get(Object(Reflect.get(json, 'compilerOptions')), 'emitDecoratorMetadata')
  if (typeof asked === 'boolean') return asked
  const bases: unknown[] = [Reflect.get(json, 'extends')].flat()
  return bases.some((base) => {
    if (typeof base !== 'string' || !base.startsWith('.')) return false
    const file = path.resolve(path.dirname(config), base)
    return asksForMetadata(file.endsWith('.json') ? file : `${file}.json`, seen)
  })
}

function readJson(file: string): object {
  try {
    return Object(parseJsonWithComments(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}
