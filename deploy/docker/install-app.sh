#!/bin/sh
# Installs what the app in the current folder depends on, with the package manager its lock file belongs to. Development
# packages come along, because types make a better document; the built output leaves them behind.
set -eu

has_dependencies() {
  [ -f package.json ] && node -e '
    const { dependencies = {} } = require("./package.json")
    process.exit(Object.keys(dependencies).length > 0 ? 0 : 1)'
}

if [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ]; then
  npm ci --no-audit --no-fund
elif [ -f pnpm-lock.yaml ]; then
  corepack enable pnpm
  pnpm install --frozen-lockfile
elif [ -f yarn.lock ]; then
  corepack enable yarn
  # Yarn 1 knows --frozen-lockfile, its successors --immutable.
  yarn install --immutable || yarn install --frozen-lockfile
elif has_dependencies; then
  echo 'install-app: the app has dependencies but no lock file; versions may change from build to build' >&2
  npm install --no-package-lock --no-audit --no-fund
else
  echo 'install-app: nothing to install'
fi
