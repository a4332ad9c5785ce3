import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { ACCEPTED } from './licences.ts'
import { readLock } from './lock.ts'

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

const LOCKS = [
  'package-lock.json',
  'bench/package-lock.json',
  'test/deploy/package-lock.json',
  'test/docker/app/package-lock.json',
]

describe('a lock file', () => {
  for (const file of LOCKS) {
    it(`${file} names a strong hash for every package`, () => {
      const weak = readLock(file).filter(({ integrity, link }) => !link && !integrity?.startsWith('sha512-'))
      assert.deepEqual(
        weak.map(({ place }) => place),
        [],
      )
    })

    it(`${file} takes nothing from outside a registry`, () => {
      const odd = readLock(file).filter(
        ({ resolved, link }) => link || !/^(?:https:\/\/[^/]+\/.+\.tgz)?$/.test(resolved ?? ''),
      )
      assert.deepEqual(
        odd.map(({ place, resolved }) => `${place} ${resolved}`),
        [],
      )
    })
  }
})

describe('the dependencies', () => {
  const manifest: Record<string, Record<string, string>> = JSON.parse(read('package.json'))
  const names = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((key) =>
    Object.keys(manifest[key] ?? {}),
  )

  it('each have a line in docs/dependencies.md', () => {
    const document = read('docs/dependencies.md')
    const missing = names.filter((name) => !name.startsWith('@types/') && !document.includes(`\`${name}\``))
    assert.deepEqual(missing, [])
  })

  it('have licences that ask nothing of the code that uses them', () => {
    const packages = readLock('package-lock.json').filter(({ dev }) => !dev)
    const isAccepted = (license: string): boolean =>
      license
        .replace(/[()]/g, '')
        .split(' OR ')
        .some((one) => ACCEPTED.includes(one))
    const odd = packages.filter(({ license }) => !isAccepted(license))
    assert.deepEqual(
      odd.map(({ name, license }) => `${name}: ${license}`),
      [],
    )
  })
})
