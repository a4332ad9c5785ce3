/**
 * Imports a file by its URL. The only place that does: code in the server of a build cannot import by itself, so there
 * this function is its launcher's.
 */
export function importFile(url: string): Promise<object> {
  return import(url)
}
