import { parsePattern } from '../../src/routes/pattern.ts'
import type { Params, Route, RouteRoot } from '../../src/routes/route.ts'

/** A route file with paths that it answers, and paths that it does not answer when it is alone. */
export interface RouteRow {
  readonly file: string
  readonly hits: readonly (readonly [path: string, params: Params])[]
  readonly misses: readonly string[]
}

/** One file at a time: what its name alone says. */
export const ROUTE_ROWS: readonly RouteRow[] = [
  {
    file: 'pages/api/hello.ts',
    hits: [
      ['/api/hello', {}],
      ['/api/hello/', {}],
    ],
    misses: ['/api', '/api/Hello', '/hello', '/api/hell%6F', '/api/hello/x', '/api/hello//'],
  },
  {
    file: 'pages/api/index.js',
    hits: [
      ['/api', {}],
      ['/api/', {}],
    ],
    misses: ['/', '/api/index', '/api%2F'],
  },
  { file: 'pages/api/a/index.js', hits: [['/api/a', {}]], misses: ['/api/a/index', '/api'] },
  { file: 'pages/api/index/index.js', hits: [['/api/index', {}]], misses: ['/api', '/api/index/index'] },
  { file: 'pages/api/_private/_file.js', hits: [['/api/_private/_file', {}]], misses: ['/api/_file'] },
  { file: 'pages/api/(group)/@slot.js', hits: [['/api/(group)/@slot', {}]], misses: ['/api', '/api/@slot'] },
  { file: 'pages/api/pre-[name].js', hits: [['/api/pre-[name]', {}]], misses: ['/api/pre-x', '/api/pre-%5Bname%5D'] },
  { file: 'pages/api/[file].json.js', hits: [['/api/[file].json', {}]], misses: ['/api/x.json'] },
  { file: 'pages/api/v[n]/x.js', hits: [['/api/v[n]/x', {}]], misses: ['/api/v1/x'] },
  { file: 'pages/api/[].js', hits: [['/api/[]', {}]], misses: ['/api/x'] },
  { file: 'pages/api/a,b;c=d+e~.js', hits: [['/api/a,b;c=d+e~', {}]], misses: ['/api/a,b;c=d%2Be~'] },
  { file: 'pages/api/v1.0.js', hits: [['/api/v1.0', {}]], misses: ['/api/v1', '/api/v1.0.js'] },
  { file: 'pages/api/constructor.js', hits: [['/api/constructor', {}]], misses: ['/api/__proto__', '/api/toString'] },
  // Names that need percent-encoding answer at their encoded path.
  { file: 'pages/api/sp ace.js', hits: [['/api/sp%20ace', {}]], misses: ['/api/sp+ace', '/api/space'] },
  {
    file: 'pages/api/ünï.js',
    hits: [
      ['/api/%C3%BCn%C3%AF', {}],
      ['/api/%c3%bcn%c3%af', {}],
      ['/api/ünï', {}],
    ],
    misses: ['/api/uni'],
  },
  { file: 'pages/api/pct%20.js', hits: [['/api/pct%20', {}]], misses: ['/api/pct ', '/api/pct%2520'] },
  {
    file: 'pages/api/100%.js',
    hits: [
      ['/api/100%25', {}],
      ['/api/100%', {}],
    ],
    misses: ['/api/100'],
  },
  { file: 'pages/api/why?#.js', hits: [['/api/why%3F%23', {}]], misses: ['/api/why'] },
  {
    file: 'pages/api/été/[id].js',
    hits: [
      ['/api/%C3%A9t%C3%A9/1', { id: '1' }],
      ['/api/%c3%a9t%c3%a9/1', { id: '1' }],
    ],
    misses: ['/api/ete/1'],
  },
  {
    file: 'app/caf%C3%A9/route.ts',
    hits: [
      ['/caf%C3%A9', {}],
      ['/caf%c3%a9', {}],
    ],
    misses: ['/café', '/cafe'],
  },
  // One part.
  {
    file: 'pages/api/[id].js',
    hits: [
      ['/api/123', { id: '123' }],
      ['/api/123/', { id: '123' }],
      ['/api/index', { id: 'index' }],
      ['/api/a%20b', { id: 'a b' }],
      ['/api/a%2Fb', { id: 'a/b' }],
      ['/api/a%252Fb', { id: 'a%2Fb' }],
      ['/api/a+b', { id: 'a+b' }],
      ['/api/a;v=1', { id: 'a;v=1' }],
      ['/api/a:b@c', { id: 'a:b@c' }],
      ['/api/a%00b', { id: 'a\u0000b' }],
      ['/api/a%0D%0Ab', { id: 'a\r\nb' }],
      ['/api/%C3%A9%E2%82%AC%F0%9F%98%80', { id: 'é€😀' }],
      ['/api/%5Bid%5D', { id: '[id]' }],
      ['/api/__proto__', { id: '__proto__' }],
      ['/api/.env', { id: '.env' }],
      ['/api/x.rsc', { id: 'x.rsc' }],
    ],
    misses: ['/api', '/api/', '/api//', '/api/a/b', '/ap/1', '/api2/1', '*', 'x/api/1', ''],
  },
  { file: 'pages/api/[with-dash].js', hits: [['/api/v', { 'with-dash': 'v' }]], misses: [] },
  { file: 'pages/api/[$dollar_1].js', hits: [['/api/v', { $dollar_1: 'v' }]], misses: [] },
  { file: 'pages/api/[1st].js', hits: [['/api/v', { '1st': 'v' }]], misses: [] },
  {
    file: 'pages/api/[constructor]/[hasOwnProperty].js',
    hits: [['/api/a/b', { constructor: 'a', hasOwnProperty: 'b' }]],
    misses: [],
  },
  {
    file: 'pages/api/[id]/details.js',
    hits: [['/api/7/details', { id: '7' }]],
    misses: ['/api/7', '/api/7/Details', '/api/7/details/x'],
  },
  {
    file: 'pages/api/[a]/[b]/index.js',
    hits: [['/api/1/2', { a: '1', b: '2' }]],
    misses: ['/api/1', '/api/1/2/3', '/api//2'],
  },
  // The rest.
  {
    file: 'pages/api/docs/[...slug].js',
    hits: [
      ['/api/docs/a', { slug: ['a'] }],
      ['/api/docs/a/b/c', { slug: ['a', 'b', 'c'] }],
      ['/api/docs/a/b/', { slug: ['a', 'b'] }],
      ['/api/docs/a%2Fb/c', { slug: ['a/b', 'c'] }],
      ['/api/docs/a%20b/%C3%A9', { slug: ['a b', 'é'] }],
      ['/api/docs/..%2F..%2Fetc%2Fpasswd', { slug: ['../../etc/passwd'] }],
      ['/api/docs/index', { slug: ['index'] }],
    ],
    misses: ['/api/docs', '/api/docs/', '/api/doc/a'],
  },
  {
    file: 'pages/api/opt/[[...slug]].js',
    hits: [
      ['/api/opt', {}],
      ['/api/opt/', {}],
      ['/api/opt/a', { slug: ['a'] }],
      ['/api/opt/a/b', { slug: ['a', 'b'] }],
      ['/api/opt/index', {}],
      ['/api/opt/index/a', { slug: ['index', 'a'] }],
      ['/api/opt/[[...slug]]', {}],
      ['/api/opt/%5B%5B...slug%5D%5D', {}],
    ],
    misses: ['/api', '/api/option'],
  },
  {
    file: 'pages/api/[[...all]].js',
    hits: [
      ['/api', {}],
      ['/api/', {}],
      ['/api/a/b', { all: ['a', 'b'] }],
    ],
    misses: ['/', '/apix'],
  },
  // Plain api folders name their files as pages/api does.
  { file: 'api/[id].js', hits: [['/api/123', { id: '123' }]], misses: ['/123'] },
  { file: 'api/hello.mjs', hits: [['/api/hello', {}]], misses: ['/hello'] },
  // app: folders are the path.
  { file: 'app/route.ts', hits: [['/', {}]], misses: ['/route', '/app'] },
  {
    file: 'app/api/users/[id]/route.ts',
    hits: [
      ['/api/users/7', { id: '7' }],
      ['/api/users/7/', { id: '7' }],
    ],
    misses: ['/api/users', '/api/users/7/route'],
  },
  { file: 'app/(grp)/grouped/route.ts', hits: [['/grouped', {}]], misses: ['/(grp)/grouped'] },
  { file: 'app/(a)/x/(b)/[id]/route.ts', hits: [['/x/1', { id: '1' }]], misses: ['/x'] },
  { file: 'app/par/@slot/inner/route.ts', hits: [['/par/inner', {}]], misses: ['/par/@slot/inner'] },
  { file: 'app/%5Funder/route.ts', hits: [['/_under', {}]], misses: ['/%5Funder', '/under'] },
  { file: 'app/(.)photo/route.js', hits: [['/(.)photo', {}]], misses: ['/photo'] },
  { file: 'app/route/page/index/route.js', hits: [['/route/page/index', {}]], misses: ['/route/page'] },
  { file: 'app/.well-known/probe/route.ts', hits: [['/.well-known/probe', {}]], misses: [] },
  { file: 'app/feed.xml/route.ts', hits: [['/feed.xml', {}]], misses: ['/feed'] },
  {
    file: 'src/app/[...catch]/route.ts',
    hits: [
      ['/x', { catch: ['x'] }],
      ['/index', { catch: ['index'] }],
      ['/x%2Fy/%20z', { catch: ['x/y', ' z'] }],
    ],
    misses: ['/'],
  },
  {
    file: 'app/p/opt/[[...slug]]/route.ts',
    hits: [
      ['/p/opt', {}],
      ['/p/opt/a/b', { slug: ['a', 'b'] }],
    ],
    misses: ['/p'],
  },
  { file: 'src/pages/api/hello.js', hits: [['/api/hello', {}]], misses: [] },
]

const ROOTS: readonly (readonly [prefix: string, root: RouteRoot])[] = [
  ['src/pages/api/', 'pages'],
  ['pages/api/', 'pages'],
  ['src/app/', 'app'],
  ['app/', 'app'],
  ['api/', 'api'],
]

/** A route as the scan of a project in `/project` would give it. */
export function toRoute(file: string): Route {
  const found = ROOTS.find(([prefix]) => file.startsWith(prefix))
  if (found === undefined) throw new Error(`no root folder in ${file}`)
  const place = file.slice(found[0].length, file.lastIndexOf('.'))
  return { file: `/project/${file}`, name: file, root: found[1], pattern: parsePattern(place, found[1], file) }
}
