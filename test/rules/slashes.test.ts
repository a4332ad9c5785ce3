import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileSlashes } from '../../src/rules/slashes.ts'
import { parseTarget } from '../../src/rules/target.ts'
import { config } from './fixture.ts'
import type { RulesConfig } from '../../src/rules/rule.ts'

interface Row {
  readonly title: string
  readonly config?: Partial<RulesConfig>
  /** Target → Location; undefined: no redirect. */
  readonly paths: readonly (readonly [target: string, location: string | undefined])[]
}

const i18n = { locales: ['en', 'fr'], defaultLocale: 'en' }

const ROWS: readonly Row[] = [
  {
    title: 'collapses repeated slashes and backslashes, and leaves the query as it was',
    paths: [
      ['/api//routing/static', '/api/routing/static'],
      ['/api//routing/static?next=//evil', '/api/routing/static?next=//evil'],
      ['//api/routing/static', '/api/routing/static'],
      ['//evil.example/api/routing/static', '/evil.example/api/routing/static'],
      ['//evil.com/%2e%2e', '/'],
      ['/api\\routing/static', '/api/routing/static'],
      ['/\\evil.example/x', '/evil.example/x'],
      ['/api/routing/static//', '/api/routing/static/'],
      ['/p/abc?u=http://x//y', undefined],
    ],
  },
  {
    title: 'takes a trailing slash away and writes the query anew',
    paths: [
      ['/', undefined],
      ['/p/abc', undefined],
      ['/p/abc/', '/p/abc'],
      ['/api/routing/static/?a=1&b=%20&c', '/api/routing/static?a=1&b=%20&c='],
      ['/api/routing/static/?a=%0d%0aX-Injected:1', '/api/routing/static?a=%0D%0AX-Injected%3A1'],
      ['/%2Fevil.example/', '/%2Fevil.example'],
      ['/%5Cevil.example/', '/%5Cevil.example'],
      ['/api/routing/.', '/api/routing'],
    ],
  },
  {
    title: 'adds a slash with trailingSlash, but not to what looks like a file, nor below /.well-known',
    config: { trailingSlash: true },
    paths: [
      ['/api', '/api/'],
      ['/api/', undefined],
      ['/api/query/echo?a=1', '/api/query/echo/?a=1'],
      ['/api/query/echo/?a=1', undefined],
      ['/api/routing/a.json', undefined],
      ['/api/routing/a.json/', '/api/routing/a.json'],
      ['/api/routing/dots/v1.0', undefined],
      ['/p/a.b.c', undefined],
      ['/p/.hidden/', undefined],
      ['/p/a.b-c/', undefined],
      ['/a.b/c', '/a.b/c/'],
      ['/.well-known/x', undefined],
      ['/.well-known/x.json/', undefined],
      ['/', undefined],
    ],
  },
  {
    title: 'holds inside and outside basePath, where /.well-known is nothing special',
    config: { trailingSlash: true, basePath: '/base' },
    paths: [
      ['/base', '/base/'],
      ['/base/', undefined],
      ['/base//echo', '/base/echo'],
      ['/echo', '/echo/'],
      ['/old/abc', '/old/abc/'],
      ['/base/data.json', undefined],
      ['/base/data.json/', '/base/data.json'],
      ['/base/.well-known/x', '/base/.well-known/x/'],
      ['/.well-known/x', undefined],
    ],
  },
  {
    title: 'takes the slash from basePath without trailingSlash',
    config: { basePath: '/v1.0' },
    paths: [
      ['/v1.0/', '/v1.0'],
      ['/v1.0', undefined],
    ],
  },
  {
    title: 'gives a basePath with a dot its slash',
    config: { basePath: '/v1.0', trailingSlash: true },
    paths: [['/v1.0', '/v1.0/']],
  },
  {
    title: 'serves both forms with skipTrailingSlashRedirect, yet still collapses',
    config: { skipTrailingSlashRedirect: true },
    paths: [
      ['/api/routing/42/', undefined],
      ['/api/routing/42', undefined],
      ['/api//query/echo', '/api/query/echo'],
    ],
  },
  {
    title: 'takes the default locale out under i18n, and keeps another',
    config: { i18n },
    paths: [
      ['/api/query/echo/', '/api/query/echo'],
      ['/fr/x/', '/fr/x'],
      ['/en/x/', '/x'],
    ],
  },
]

for (const row of ROWS) {
  test(row.title, () => {
    const check = compileSlashes(config(row.config))
    for (const [target, location] of row.paths) {
      const answer = check(parseTarget(target), undefined)
      assert.equal(answer?.location, location, target)
      if (answer) assert.deepEqual(answer, { status: 308, location, refresh: `0;url=${location}`, body: location })
    }
  })
}
