import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const CONFIG_FILES = ['tsconfig.json', 'jsconfig.json']

/** When each path was last changed, in milliseconds; 0 for what is not there. */
export function toStamps(paths: Iterable<string>): ReadonlyMap<string, number> {
  return new Map([...paths].map((path) => [path, toStamp(path)]))
}

/** Says whether all paths are as they were when the stamps were taken. */
export function areCurrent(stamps: ReadonlyMap<string, number>): boolean {
  for (const [path, stamp] of stamps) {
    if (toStamp(path) !== stamp) return false
  }
  return true
}

/** The tsconfig.json or jsconfig.json nearest above a file. */
export function findTsconfig(file: string): string | undefined {
  for (let dir = dirname(file); ; dir = dirname(dir)) {
    const found = CONFIG_FILES.map((name) => join(dir, name)).find((path) => toStamp(path) > 0)
    if (found !== undefined || dir === dirname(dir)) return found
  }
}

function toStamp(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
