import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Runs scripts with rehost's modules as Node.js alone loads them, without the loader that runs these tests. */
export interface PlainNode {
  /** Runs a script that may import `./modules.js` and `./built-modules.js`; gives what it logs, parsed as JSON. */
  run(script: string, args: readonly string[]): Promise<unknown>
  close(): void
}

/** Compiles rehost's module folder below node_modules, where its dependencies are found. */
export async function openPlainNode(): Promise<PlainNode> {
  const outdir = join(ROOT, 'node_modules', '.cache', `rehost-test-${process.pid}`)
  await build({
    entryPoints: [
      'module/modules',
      'module/built-modules',
      'next/server',
      'next/headers',
      'next/navigation',
      'next/cache',
    ].map((name) => join(ROOT, 'src', `${name}.ts`)),
    outbase: join(ROOT, 'src'),
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    chunkNames: 'module/[name]-[hash]',
  })
  writeFileSync(join(outdir, 'package.json'), '{ "type": "module" }')
  let count = 0
  return {
    async run(script, args) {
      count += 1
      const file = join(outdir, 'module', `script-${count}.js`)
      writeFileSync(file, script)
      const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], { env: {} })
      return JSON.parse(stdout)
    },
    close() {
      rmSync(outdir, { recursive: true, force: true })
    },
  }
}
