import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/errors.ts'
import { compileRules } from '../../src/rules/rules.ts'
import { parseTarget } from '../../src/rules/target.ts'
import type { RulesConfig } from '../../src/rules/rule.ts'
import { config, request } from './fixture.ts'

type Part = Partial<RulesConfig>

const redirect = (rule: object): Part => ({ redirects: [rule] })
const rewrite = (rule: object): Part => ({ rewrites: { beforeFiles: [], afterFiles: [rule], fallback: [] } })

const REFUSED: readonly (readonly [part: Part, message: RegExp])[] = [
  [redirect({ destination: '/x', permanent: true }), /^next\.config\.js: redirects\[0\]\.source is not a string$/],
  [redirect({ source: 'x', destination: '/x', permanent: true }), /redirects\[0\]\.source does not start with \/: "x"/],
  [redirect({ source: '/x', permanent: true }), /redirects\[0\]\.destination is not a string/],
  [redirect({ source: '/x', destination: '/y' }), /redirects\[0\]\.permanent is missing/],
  [redirect({ source: '/x', destination: '/y', permanent: 'yes' }), /redirects\[0\]\.permanent is not true or false/],
  [redirect({ source: '/x', destination: '/y', statusCode: 200 }), /statusCode is none of 301, 302, 303, 307, 308/],
  [
    redirect({ source: '/x', destination: '/y', permanent: true, when: 1 }),
    /redirects\[0\]\.when is no key of such a rule/,
  ],
  [
    redirect({ source: '/x', destination: '/y', permanent: true, basePath: true }),
    /basePath is neither false nor absent/,
  ],
  [
    redirect({ source: '/x/:a(', destination: '/y', permanent: true }),
    /redirects\[0\]\.source: "\/x\/:a\(" cannot be read/,
  ],
  [redirect({ source: '/x', destination: 'y', permanent: true }), /destination: "y" is neither a path nor a URL/],
  [redirect({ source: '/x', destination: '/y/:id', permanent: true }), /:id is captured neither by source nor by has/],
  [
    redirect({ source: '/x/(.*)', destination: '/y/:0', permanent: true }),
    /:0 is captured neither by source nor by has/,
  ],
  [
    redirect({ source: '/x/:p*', destination: '/y/:p', permanent: true }),
    /":p" captures several segments; write ":p\*"/,
  ],
  [redirect({ source: '/x', destination: '/y', permanent: true, has: {} }), /redirects\[0\]\.has is not an array/],
  [
    redirect({ source: '/x', destination: '/y', permanent: true, has: [{ type: 'ip' }] }),
    /has\[0\]\.type is none of header/,
  ],
  [
    redirect({ source: '/x', destination: '/y', permanent: true, has: [{ type: 'host' }] }),
    /has\[0\]\.value is missing/,
  ],
  [
    redirect({ source: '/x', destination: '/y', permanent: true, missing: [{ type: 'query', key: 'a', value: '(' }] }),
    /missing\[0\]\.value: "\(" is not a regular expression/,
  ],
  [rewrite({ source: '/x', destination: 'x' }), /rewrites\.afterFiles\[0\]\.destination starts neither with/],
  [rewrite({ source: '/x', destination: '/y', basePath: false }), /destination must be a http:\/\/ or https:\/\/ URL/],
  [
    rewrite({ source: '/:h', destination: 'http://:h/' }),
    /"h" lets a request choose the host|":h" lets a request choose/,
  ],
  [rewrite({ source: '/:h', destination: 'http://api.:h/' }), /lets a request choose the host/],
  [rewrite({ source: '/:h', destination: 'http://api-:h:8080/' }), /lets a request choose the host/],
  [{ headers: [{ source: '/x', headers: [] }] }, /headers\[0\]\.headers is not an array with entries/],
  [{ headers: [{ source: '/x', headers: [{ key: 'a' }] }] }, /headers\[0\]\.headers\[0\]\.value is not a string/],
  [{ headers: [{ source: '/:p*', headers: [{ key: 'a', value: ':p' }] }] }, /":p" captures several segments/],
]

test('refuses a rule that cannot work, and names file and key', () => {
  for (const [part, message] of REFUSED) {
    assert.throws(
      () => compileRules(config(part)),
      (error) => error instanceof Fault && error.code === 'CONFIG_INVALID' && message.test(error.message),
      String(message),
    )
  }
})

// GHSA-p9j2-gv94-2wf4
test('lets a param be one label of a host and nothing more', () => {
  const rules = compileRules(
    config(rewrite({ source: '/t/:Tenant/:p*', destination: 'https://:Tenant.api.example.com:8443/v1/:p*' })),
  )
  const rows = [
    ['/t/acme/users', 'https://acme.api.example.com:8443/v1/users'],
    ['/t/evil.example%2F/x', undefined],
    ['/t/evil.example/x', undefined],
    ['/t/evil.example%23/x', undefined],
    ['/t/a@evil.example:80/x', undefined],
    ['/t/-a/x', undefined],
  ] as const
  for (const [target, href] of rows) {
    const entry = rules.beforeProxy(parseTarget(target), request())
    assert.ok(entry.kind === 'continue')
    const found = rules.resolve(entry.place, request(), { fixed: () => undefined, dynamic: () => undefined })
    assert.equal(found.kind === 'external' ? found.url.href : undefined, href, target)
  }
})
