import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const PACKAGES = path.join(import.meta.dirname, 'node_modules')
const YARN_4 = path.join(PACKAGES, '@yarnpkg/cli-dist/bin/yarn.js')

/** How a package manager lays packages out. */
export interface Layout {
  /** Adds packages to a project: tarballs by path, others by name. */
  install(dir: string, tarball: string, packages: readonly string[]): Promise<void>
  /** `NODE_OPTIONS` that have Node.js find them, as the package manager sets them itself. Default: none. */
  options?(dir: string): string
}

async function run(dir: string, file: string, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)(file, args, { cwd: dir, env: { ...process.env, CI: '' }, maxBuffer: 1e8 })
}

async function addByYarn4(dir: string, linker: string, packages: readonly string[]): Promise<void> {
  writeFileSync(path.join(dir, '.yarnrc.yml'), `nodeLinker: ${linker}\nenableImmutableInstalls: false\n`)
  // Yarn looks for a project above; an empty lock file ends the search.
  writeFileSync(path.join(dir, 'yarn.lock'), '')
  await run(dir, process.execPath, YARN_4, 'add', ...packages)
}

/** How each package manager adds a tarball to a project. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  npm: {
    install: (dir, tarball, packages) => run(dir, 'npm', 'install', tarball, ...packages, '--no-audit', '--no-fund'),
  },
  pnpm: {
    install: (dir, tarball, packages) =>
      run(dir, process.execPath, path.join(PACKAGES, 'pnpm/bin/pnpm.cjs'), 'add', tarball, ...packages),
  },
  'Yarn 1': {
    install: (dir, tarball, packages) =>
      run(
        dir,
        process.execPath,
        path.join(PACKAGES, 'yarn/bin/yarn.js'),
        'add',
        `file:${tarball}`,
        ...packages,
        '--ignore-scripts',
      ),
  },
  'Yarn 4 with node_modules': {
    install: (dir, tarball, packages) => addByYarn4(dir, 'node-modules', [`rehost@file:${tarball}`, ...packages]),
  },
  "Yarn 4 with Plug'n'Play": {
    install: (dir, tarball, packages) => addByYarn4(dir, 'pnp', [`rehost@file:${tarball}`, ...packages]),
    options: (dir) => {
      const loader = pathToFileURL(path.join(dir, '.pnp.loader.mjs')).href
      return `--require ${path.join(dir, '.pnp.cjs')} --experimental-loader ${loader}`
    },
  },
}
