import type { LibraryOptions } from '../rehost.ts'
import { Fault } from '../errors.ts'

// What `import … from 'rehost'` gives in a build, mostly for `defineConfig` in rehost.config.
export { createServer, listen, type DrainOptions, type RehostServer } from '../server.ts'
export { defineConfig, type RehostOptions } from '../config/options.ts'
export { Fault, FAULTS, type FaultCode } from '../errors.ts'

/**
 * Takes the place of the function that opens a folder: that needs the compiler, and a build has none.
 *
 * @throws {Fault} CONFIG_INVALID, always.
 */
export async function rehost({ dir = '.' }: LibraryOptions = {}): Promise<never> {
  throw new Fault(
    'CONFIG_INVALID',
    `rehost({ dir: '${dir}' }) compiles, which a built server cannot; call it elsewhere`,
  )
}
