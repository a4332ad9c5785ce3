import type { RequestScope } from '../scope.ts'
import { toPathTags } from './tags.ts'

/** The path that a request asked for, as it was sent. */
export function pathOf({ target }: RequestScope): string {
  return target.split('?', 1)[0] ?? target
}

/** The tags of the path that a request asked for. */
export function pathTagsOf(scope: RequestScope): string[] {
  return toPathTags(scope.route, pathOf(scope))
}
