/** A path without the slashes at its end; the root stays. */
export function cutSlashes(path: string): string {
  // By hand: the pattern for it takes quadratic time for a long run of slashes within a path.
  let end = path.length
  while (end > 0 && path.charAt(end - 1) === '/') end -= 1
  return path.slice(0, end) || '/'
}
