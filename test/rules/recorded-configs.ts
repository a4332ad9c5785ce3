import type { RulesConfig } from '../../src/rules/rule.ts'
import { config } from './fixture.ts'

/** The configs whose answers were recorded from Next.js. */

export const PAGES: RulesConfig = config({
  redirects: [
    { source: '/api/old/:path*', destination: '/api/routing/static?from=:path*', permanent: false },
    { source: '/api/gone', destination: '/api/routing/static', permanent: true },
    {
      source: '/api/query/echo',
      has: [{ type: 'query', key: 'bounce', value: '(?<to>.*)' }],
      destination: '/api/routing/static?to=:to',
      statusCode: 303,
    },
  ],
  rewrites: {
    beforeFiles: [
      {
        source: '/api/routing/static',
        has: [{ type: 'header', key: 'x-steal' }],
        destination: '/api/query/echo?stolen=1',
      },
      { source: '/api/bf/:a/:b', destination: '/api/query/echo?a=:a' },
    ],
    afterFiles: [
      { source: '/v1/:rest*', destination: '/api/:rest*' },
      { source: '/api/users/:id', destination: '/api/routing/:id' },
      { source: '/api/routing/static/af', destination: '/api/query/echo?af=1' },
      { source: '/api/hidden-param/:secret', destination: '/api/routing/catch/x/:secret?fixed=1' },
    ],
    fallback: [{ source: '/api/:any*', destination: '/api/query/echo?fallback=1' }],
  },
  headers: [
    {
      source: '/api/:path*',
      headers: [
        { key: 'Access-Control-Allow-Origin', value: '*' },
        { key: 'X-From-Config', value: 'p=:path*' },
        { key: 'Set-Cookie', value: 'cfg=1; Path=/' },
      ],
    },
    {
      source: '/api/res/headers-override',
      headers: [
        { key: 'X-Order', value: 'config' },
        { key: 'Cache-Control', value: 'public, max-age=60' },
      ],
    },
  ],
})

const UPSTREAM = 'http://127.0.0.1:4199'

export const APP: RulesConfig = config({
  redirects: [
    { source: '/rd/perm', destination: '/m/all', permanent: true },
    { source: '/rd/temp', destination: '/m/all', permanent: false },
    { source: '/rd/s301', destination: '/m/all', statusCode: 301 },
    { source: '/rd/s303', destination: '/m/all', statusCode: 303 },
    { source: '/rd/param/:id', destination: '/p/:id?from=:id', permanent: false },
    { source: '/rd/wild/:path*', destination: '/p/all/:path*', permanent: false },
    { source: '/rd/re/:id(\\d{1,3})', destination: '/p/:id', permanent: false },
    { source: '/rd/ext/:x', destination: 'https://example.com/:x', permanent: false },
    {
      source: '/rd/hdr',
      has: [{ type: 'header', key: 'x-go', value: '(?<where>.*)' }],
      destination: '/p/:where',
      permanent: false,
    },
    {
      source: '/rd/cookie',
      has: [{ type: 'cookie', key: 'auth', value: 'yes' }],
      destination: '/m/all',
      permanent: false,
    },
    { source: '/rd/query', has: [{ type: 'query', key: 'q' }], destination: '/p/:q', permanent: false },
    { source: '/rd/missing', missing: [{ type: 'header', key: 'x-skip' }], destination: '/m/all', permanent: false },
    { source: '/rd/host', has: [{ type: 'host', value: 'probe.test' }], destination: '/m/all', permanent: false },
    { source: '/Case/Redirect', destination: '/m/all', permanent: false },
  ],
  rewrites: {
    beforeFiles: [
      { source: '/rw/before', destination: '/q/echo?rw=before' },
      { source: '/m/shadowed', destination: '/q/echo?rw=shadow' },
    ],
    afterFiles: [
      { source: '/rw/after', destination: '/q/echo?rw=after' },
      { source: '/m/get-only', destination: '/q/echo?rw=should-not-happen' },
      { source: '/rw/param/:id', destination: '/p/:id' },
      { source: '/rw/q/:id', destination: '/q/echo' },
      { source: '/rw/wild/:path*', destination: '/p/all/:path*' },
      {
        source: '/rw/has',
        has: [{ type: 'header', key: 'x-v', value: '(?<v>.+)' }],
        destination: '/q/echo?v=:v',
      },
      { source: '/rw/chain1', destination: '/rw/chain2' },
      { source: '/rw/chain2', destination: '/q/echo?rw=chain2' },
      { source: '/rw/ext/:path*', destination: `${UPSTREAM}/up/:path*` },
      { source: '/rw/pages/:id', destination: '/api/legacy' },
      { source: '/rw/none', destination: '/does-not-exist' },
      { source: '/p/dyn-shadow', destination: '/q/echo?rw=after-beats-dynamic' },
    ],
    fallback: [
      { source: '/fb/:path*', destination: '/q/echo?rw=fallback' },
      { source: '/p/all/fb', destination: '/q/echo?rw=never' },
    ],
  },
  headers: [
    {
      source: '/hd/:path*',
      headers: [
        { key: 'x-cfg', value: 'cfg' },
        { key: 'set-cookie', value: 'cfg=1; Path=/' },
      ],
    },
    { source: '/hd/p/:id', headers: [{ key: 'x-id-:id', value: 'v-:id' }] },
    {
      source: '/hd/has',
      has: [{ type: 'query', key: 'on', value: '1' }],
      headers: [{ key: 'x-has', value: 'yes' }],
    },
    { source: '/rw/:path*', headers: [{ key: 'x-on-rewrite-source', value: '1' }] },
    { source: '/q/echo', headers: [{ key: 'x-on-rewrite-dest', value: '1' }] },
  ],
})

export const BASE: RulesConfig = config({
  basePath: '/base',
  trailingSlash: true,
  redirects: [
    { source: '/rd/in', destination: '/echo', permanent: false },
    { source: '/rd/slash/', destination: '/echo/', permanent: false },
    { source: '/rd/nobase', destination: 'https://example.com/', permanent: false },
    { source: '/outside', destination: '/base/echo', basePath: false, permanent: false },
  ],
  rewrites: {
    beforeFiles: [],
    afterFiles: [
      { source: '/rw/in', destination: '/echo' },
      { source: '/rw/slash/', destination: '/echo/' },
      { source: '/rw/:id/x', destination: '/p/:id' },
      { source: '/old/:path*', destination: `${UPSTREAM}/up/:path*`, basePath: false },
    ],
    fallback: [],
  },
  headers: [
    { source: '/:path*', headers: [{ key: 'x-all', value: '1' }] },
    { source: '/:path*', basePath: false, headers: [{ key: 'x-nobase', value: '1' }] },
    { source: '/echo', headers: [{ key: 'x-echo', value: '1' }] },
  ],
})

export const I18N: RulesConfig = config({
  i18n: {
    locales: ['en', 'fr', 'de-DE'],
    defaultLocale: 'en',
    domains: [{ domain: 'fr.test', defaultLocale: 'fr' }],
  },
  redirects: [
    { source: '/rd/x', destination: '/api/a', permanent: false },
    { source: '/rd/raw', destination: '/api/a', permanent: false, locale: false },
  ],
  rewrites: {
    beforeFiles: [],
    afterFiles: [
      { source: '/rw/x', destination: '/api/a' },
      { source: '/rw/raw', destination: '/api/a', locale: false },
      { source: '/:l/rw/loc', destination: '/api/a', locale: false },
    ],
    fallback: [],
  },
  headers: [
    { source: '/api/:p*', headers: [{ key: 'x-api', value: '1' }] },
    { source: '/api/:p*', locale: false, headers: [{ key: 'x-api-raw', value: '1' }] },
  ],
})
