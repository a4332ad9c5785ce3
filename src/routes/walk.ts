import { readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Dirent, Stats } from 'node:fs'

/** A file or folder below the walked one. */
export interface Place {
  /** Absolute path. */
  readonly file: string
  /** The path below the walked folder, `/`-separated. */
  readonly place: string
}

/** What a rule says of a file or folder: to take it, or to leave it out with or without a word. */
export type Verdict = 'take' | 'ignore' | { readonly reason: string }

export interface Walk {
  readonly files: readonly Place[]
  /** What was left out with a word. Folders have a final `/`. */
  readonly skipped: readonly (Place & { readonly reason: string })[]
}

/**
 * Lists the files below a folder, sorted by name at each level. Follows symbolic links, but never into a folder that
 * the link itself lies in.
 *
 * @param folder Absolute; one that does not exist is empty.
 * @param judge Says by its name whether to enter a folder.
 */
export function walk(folder: string, judge: (name: string) => Verdict): Walk {
  const found = { files: new Array<Place>(), skipped: new Array<Place & { reason: string }>() }
  if (statOf(folder)?.isDirectory() === true) enter({ file: folder, place: '' }, [realpathSync(folder)])
  return found

  /** `around` holds the real paths of the folder and of all those it lies in, itself first. */
  function enter(here: Place, around: readonly [string, ...string[]]): void {
    const entries = readdirSync(here.file, { withFileTypes: true })
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const there = { file: path.join(here.file, entry.name), place: here.place + entry.name }
      const stats = entry.isSymbolicLink() ? statOf(there.file) : entry
      if (stats === undefined) found.skipped.push({ ...there, reason: 'a symbolic link to nothing' })
      else if (stats.isFile()) found.files.push(there)
      else if (stats.isDirectory()) consider(there, entry, around)
    }
  }

  function consider(there: Place, entry: Dirent, around: readonly [string, ...string[]]): void {
    const below = { file: there.file, place: `${there.place}/` }
    const verdict = judge(entry.name)
    if (verdict === 'ignore') return
    if (verdict !== 'take') {
      found.skipped.push({ ...below, reason: verdict.reason })
      return
    }
    const real = entry.isSymbolicLink() ? realpathSync(there.file) : path.join(around[0], entry.name)
    if (around.includes(real)) found.skipped.push({ ...below, reason: 'a symbolic link to a folder it lies in' })
    else enter(below, [real, ...around])
  }
}

/** Undefined for a link to nothing, and for links that lead to one another. */
function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
