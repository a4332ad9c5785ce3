#!/bin/sh
# install-app        installs what the app in the current folder depends on, with the package manager of its lock file;
#                    development packages come along, because types make a better document
# install-app prune  removes the development packages again
set -eu

has_dependencies() {
  [ -f package.json ] && node -e '
    const { dependencies = {} } = require("./package.json")
    process.exit(Object.keys(dependencies).length > 0 ? 0 : 1)'
}

if [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ]; then
  install() { npm ci --no-audit --no-fund; }
  prune() { npm prune --omit=dev --no-audit --no-fund; }
elif [ -f pnpm-lock.yaml ]; then
  install() { corepack enable pnpm && pnpm install --frozen-lockfile; }
  prune() { pnpm prune --prod; }
elif [ -f yarn.lock ]; then
  # Yarn 1 knows --frozen-lockfile and --production, its successors --immutable and focus.
  install() { corepack enable yarn && { yarn install --immutable || yarn install --frozen-lockfile; }; }
  prune() { yarn workspaces focus --all --production || yarn install --production --frozen-lockfile; }
elif has_dependencies; then
  echo 'install-app: the app has dependencies but no lock file; versions may change from build to build' >&2
  install() { npm install --no-package-lock --no-audit --no-fund; }
  prune() { npm prune --omit=dev --no-package-lock --no-audit --no-fund; }
else
  install() { echo 'install-app: nothing to install'; }
  prune() { :; }
fi

if [ "${1:-install}" = prune ]; then prune; else install; fi
