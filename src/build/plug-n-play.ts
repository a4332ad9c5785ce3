import { Fault } from '../errors.ts'

/** True when Yarn's Plug'n'Play finds the packages, in archives instead of node_modules. */
export function usesPlugAndPlay(): boolean {
  return process.versions['pnp'] !== undefined
}

/** @throws {Fault} LAYOUT_UNSUPPORTED, when packages cannot be copied to where a build is to run by itself. */
export function checkCopyable(): void {
  if (!usesPlugAndPlay()) return
  throw new Fault('LAYOUT_UNSUPPORTED', "packages in the archives of Yarn's Plug'n'Play cannot be copied to a folder")
}
