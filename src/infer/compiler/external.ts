/** Where the shims for `next` seem to lie; no such folder exists. */
export const SHIM_FOLDER = '/__rehost_types__'

/** True for a file that is not the project's own: a dependency, or one of the compiler's libraries. */
export function isExternalFile(file: string | undefined): boolean {
  if (file === undefined) return true
  return /\/node_modules\//.test(file) || /(^|\/)lib\.[\w.]+\.d\.ts$/.test(file) || file.startsWith('bundled:')
}

/** True for a declaration file that rehost supplies in place of `next`'s own. */
export function isShimFile(file: string | undefined): boolean {
  return file !== undefined && file.includes(SHIM_FOLDER)
}
