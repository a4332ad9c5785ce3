// Lists the licences of everything that is installed with rehost: `npm run licences` writes docs/licences.md.
import { writeFileSync } from 'node:fs'
import { readLock } from './lock.ts'

/** Licences that may be given on without conditions on the code that uses them. */
export const ACCEPTED: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]

/** The text of docs/licences.md. */
export function toLicences(): string {
  const packages = readLock('package-lock.json').filter(({ dev }) => !dev)
  const rows = packages
    .map(({ name, version, license }) => `| \`${name}\` | ${version} | ${license} |`)
    .sort((a, b) => (a < b ? -1 : 1))
  return [
    '# Licences',
    '',
    'What is installed with rehost, with the version of the lock file. Written by `npm run licences`.',
    '`npm run sbom` writes the same, with hashes, as a CycloneDX document.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...new Set(rows),
    '',
  ].join('\n')
}

if (process.argv[1]?.endsWith('licences.ts')) {
  writeFileSync(new URL('../../docs/licences.md', import.meta.url), toLicences())
}
