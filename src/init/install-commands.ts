import type { InitFacts, PackageManager } from './project-facts.ts'

interface Commands {
  /** Installs what the lock file says, and fails where package.json says something else. */
  readonly install: string
  /** The same without a lock file. */
  readonly installAnew: string
  /** Runs a command of an installed package. */
  readonly run: string
  readonly test: string
  /** Adds a package. */
  readonly add: string
  /** Where downloads are kept. */
  readonly cache: string
}

const COMMANDS: Readonly<Record<PackageManager, Commands>> = {
  npm: {
    install: 'npm ci --no-audit --no-fund',
    installAnew: 'npm install --no-audit --no-fund',
    run: 'npx --no-install',
    test: 'npm test',
    add: 'npm install',
    cache: '/root/.npm',
  },
  pnpm: {
    install: 'corepack enable pnpm && pnpm install --frozen-lockfile',
    installAnew: 'corepack enable pnpm && pnpm install',
    run: 'pnpm exec',
    test: 'pnpm test',
    add: 'pnpm add',
    cache: '/root/.local/share/pnpm/store',
  },
  yarn: {
    // Yarn 1 knows --frozen-lockfile, its successors --immutable.
    install: 'corepack enable yarn && { yarn install --immutable || yarn install --frozen-lockfile; }',
    installAnew: 'corepack enable yarn && yarn install',
    run: 'yarn',
    test: 'yarn test',
    add: 'yarn add',
    cache: '/usr/local/share/.cache/yarn',
  },
}

/** The commands of a project's package manager; `install` is the one that fits its lock file. */
export function toCommands({ manager, lockFile }: InitFacts): Omit<Commands, 'installAnew'> {
  const { installAnew, ...commands } = COMMANDS[manager]
  return { ...commands, install: lockFile === undefined ? installAnew : commands.install }
}
