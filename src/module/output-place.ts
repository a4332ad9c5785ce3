import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where compiled modules are put. */
export interface OutputPlace {
  /** The folder of the modules; it exists and holds the runtime. */
  readonly outDir: string
  /** The project folder. */
  readonly dir: string
  /** True when the folder will be moved: packages and sources are named relative to it. */
  readonly portable: boolean
}

/** How compiled modules name a file that is not theirs: as a URL for `import`, as a path for `require()`. */
export function toFileSpecifier(file: string, as: 'url' | 'path', { outDir, portable }: OutputPlace): string {
  if (as === 'path') return portable ? toRelative(outDir, file) : file
  return portable ? encodeURI(toRelative(outDir, file)) : pathToFileURL(file).href
}

/** A path relative to a folder, `/`-separated and with a leading dot. */
export function toRelative(from: string, to: string): string {
  const path = relative(from, to).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}
