import { toCodeFrame } from './code-frame.ts'
import type { CompileError } from './source.ts'

const ROUTE = /(?:^|\/)app\/(?:.*\/)?route\.[^/]+$/
const NAMES = ['dynamic', 'dynamicParams', 'fetchCache', 'revalidate', 'runtime']

/** True for the name of a route file in the app folder. */
export function isAppRoute(name: string): boolean {
  return ROUTE.test(name)
}

/**
 * Finds what a route file exports that cannot be together with `cacheComponents`, where caching is said function by
 * function.
 *
 * @param name Path below the project folder.
 * @param text The file as it was written.
 * @param exports The names it exports.
 * @see https://nextjs.org/docs/app/api-reference/config/next-config-js/cacheComponents
 */
export function findSegmentConfig(name: string, text: string, exports: readonly string[]): CompileError | undefined {
  const found = isAppRoute(name) ? NAMES.find((one) => exports.includes(one)) : undefined
  if (found === undefined) return undefined
  const place = { file: name, ...toPlace(text, new RegExp(String.raw`\bexport\b[^;]*?\b(?=${found}\b)`).exec(text)) }
  const message = `Route segment config "${found}" is not compatible with \`nextConfig.cacheComponents\`. Please remove it.`
  return { message, place, frame: toCodeFrame(text, place) }
}

function toPlace(text: string, match: RegExpExecArray | null): { line: number; column: number } {
  const before = text.slice(0, match === null ? 0 : match.index + match[0].length).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}
