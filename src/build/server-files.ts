/** Names in a build of what runs it. */
export const SERVER_FILES = {
  launcher: 'server.mjs',
  /** Folder of the code. */
  dir: 'server',
  main: 'main.js',
  swagger: 'swagger-ui',
  licences: 'LICENSES.txt',
} as const

/** The parameters of the function that `main.js` is: its exports, and what it cannot have by itself. */
export const PARAMETERS = ['module', 'require', '__rehost_import', '__filename'] as const

/**
 * The text of `server.mjs`.
 *
 * It compiles `main.js` itself, so that V8 can take the code from a cache that lies beside it, whoever runs it and
 * wherever the folder is by then; Node.js has a cache of its own from 22.8 on, but by path and user.
 *
 * @param home The project folder, relative to the build.
 */
export function toLauncherText(home: string): string {
  const { dir, main } = SERVER_FILES
  return `// Serves the project that was built into this folder: node server.mjs [--port N] [--host ADDRESS] [--workers N]
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'

const outDir = path.dirname(fileURLToPath(import.meta.url))
const file = path.join(outDir, '${dir}', '${main}')

function readCache() {
  try {
    return readFileSync(path.join(outDir, '${dir}', \`${toCacheName('${process.versions.v8}', '${process.arch}')}\`))
  } catch {
    return undefined
  }
}

export const script = new Script(readFileSync(file, 'latin1'), { filename: file, cachedData: readCache() })
const server = { exports: {} }
script.runInThisContext()(server, createRequire(file), (url) => import(url), file)
export const { start } = server.exports
if (!import.meta.url.endsWith('?load')) await server.exports.main(outDir, path.resolve(outDir, ${JSON.stringify(home)}))
`
}

/** Name of the file with V8's code for a version of V8 and an architecture; another version would refuse it. */
export function toCacheName(v8: string, arch: string): string {
  return `main-${v8}-${arch}.cache`
}
