import { Fault } from '../errors.ts'

/** A rule that cannot be compiled. `place` names the file and the key: `next.config.js: rewrites.fallback[0].source`. */
export function ruleFault(place: string, found: string, cause?: unknown): Fault {
  return new Fault('CONFIG_INVALID', `${place}: ${found}`, cause === undefined ? {} : { cause })
}
