import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

const PACKAGES = path.join(import.meta.dirname, 'node_modules')

function run(dir: string, file: string, ...args: readonly string[]): void {
  // Yarn looks for a project above; an empty lock file ends the search.
  execFileSync(file, args, { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, CI: '' } })
}

/** How each package manager adds a tarball to a project. */
export const LAYOUTS: Readonly<Record<string, (dir: string, tarball: string) => void>> = {
  npm: (dir, tarball) => run(dir, 'npm', 'install', tarball, '--no-audit', '--no-fund'),
  pnpm: (dir, tarball) => run(dir, process.execPath, path.join(PACKAGES, 'pnpm/bin/pnpm.cjs'), 'add', tarball),
  'Yarn 1': (dir, tarball) =>
    run(dir, process.execPath, path.join(PACKAGES, 'yarn/bin/yarn.js'), 'add', `file:${tarball}`, '--ignore-scripts'),
  'Yarn 4 with node_modules': (dir, tarball) => {
    writeFileSync(path.join(dir, '.yarnrc.yml'), 'nodeLinker: node-modules\nenableImmutableInstalls: false\n')
    writeFileSync(path.join(dir, 'yarn.lock'), '')
    const yarn = path.join(PACKAGES, '@yarnpkg/cli-dist/bin/yarn.js')
    run(dir, process.execPath, yarn, 'add', `rehost@file:${tarball}`)
  },
}
