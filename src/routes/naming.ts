import type { RouteRoot } from './route.ts'
import type { Verdict } from './walk.ts'

/** The extensions of route files, as Next.js has them by default; the earlier one wins below pages/api. */
export const PAGE_EXTENSIONS: readonly string[] = ['tsx', 'ts', 'jsx', 'js']

/** Node.js runs these as well, Next.js does not; a plain api folder may use them. */
const MODULE_EXTENSIONS: readonly string[] = ['mjs', 'cjs', 'mts', 'cts']

/** A file name cut where its extension begins. */
export interface FileName {
  /** `users.v1`, of `users.v1.ts`. */
  readonly base: string
  /** `ts`; with pageExtensions perhaps `api.ts`. */
  readonly extension: string
}

/** Cuts off the longest of the extensions; undefined when the file has none of them. */
export function parseFileName(name: string, extensions: readonly string[]): FileName | undefined {
  const fitting = extensions.filter((extension) => name.endsWith(`.${extension}`))
  const extension = fitting.toSorted((a, b) => b.length - a.length)[0]
  return extension === undefined ? undefined : { base: name.slice(0, -extension.length - 1), extension }
}

/** The extensions of route files below `root`, those that win first. */
export function toExtensions(root: RouteRoot, pageExtensions: readonly string[]): readonly string[] {
  if (root === 'app') return pageExtensions.toReversed()
  if (root === 'pages') return pageExtensions
  return [...pageExtensions, ...MODULE_EXTENSIONS.filter((extension) => !pageExtensions.includes(extension))]
}

/** Whether to look for routes in a folder of this name. */
export function judgeFolder(name: string, root: RouteRoot): Verdict {
  if (name === 'node_modules') return { reason: 'installed packages' }
  if (root === 'app') return name.startsWith('_') ? 'ignore' : 'take'
  if (name === '__tests__') return { reason: withWarning('a folder of tests', root) }
  return judgePrivate(name, root)
}

/**
 * Whether a file of this name is a route. Below pages/api and api, test files, type declarations and hidden files are
 * left out, though Next.js would serve them: they are never meant to be public.
 */
export function judgeFile(name: string, root: RouteRoot, extensions: readonly string[]): Verdict {
  const parsed = parseFileName(name, extensions)
  if (parsed === undefined) return judgeOther(name, root)
  if (root === 'app') return parsed.base === 'route' ? 'take' : 'ignore'
  if (parsed.base.endsWith('.d')) return { reason: 'a type declaration has no code' }
  if (/\.(?:test|spec)$/.test(parsed.base)) return { reason: withWarning('a test', root) }
  return judgePrivate(name, root)
}

function judgeOther(name: string, root: RouteRoot): Verdict {
  const parsed = parseFileName(name, MODULE_EXTENSIONS)
  if (parsed === undefined || (root === 'app' && parsed.base !== 'route')) return 'ignore'
  if (parsed.base.endsWith('.d')) return 'ignore'
  return { reason: `Next.js does not take .${parsed.extension} files for routes` }
}

function judgePrivate(name: string, root: RouteRoot): Verdict {
  // RFC 8615: the one name with a leading dot that is made to be public.
  if (name === '.well-known') return 'take'
  if (name.startsWith('.')) return { reason: withWarning('a leading dot hides it', root) }
  if (name.startsWith('_') && root === 'api') return { reason: 'a leading underscore makes it private' }
  return 'take'
}

function withWarning(reason: string, root: RouteRoot): string {
  return root === 'pages' ? `${reason}; Next.js would serve it` : reason
}
