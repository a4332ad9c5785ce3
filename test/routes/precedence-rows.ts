import type { Params } from '../../src/routes/route.ts'

/** Many files at once: which of them answers. `undefined` is a path that none of them answers. */
export const PRECEDENCE_ROWS: readonly {
  readonly title: string
  readonly files: readonly string[]
  readonly answers: readonly (readonly [path: string, file: string | undefined, params?: Params])[]
}[] = [
  {
    title: 'tries static parts, then [x], then [...x]',
    files: [
      'pages/api/mix/[...rest].js',
      'pages/api/mix/[pid].js',
      'pages/api/mix/create.js',
      'pages/api/mix/[pid]/fixed.js',
    ],
    answers: [
      ['/api/mix/create', 'pages/api/mix/create.js', {}],
      ['/api/mix/abc', 'pages/api/mix/[pid].js', { pid: 'abc' }],
      ['/api/mix/a/b', 'pages/api/mix/[...rest].js', { rest: ['a', 'b'] }],
      ['/api/mix/a/fixed', 'pages/api/mix/[pid]/fixed.js', { pid: 'a' }],
      ['/api/mix/create/x', 'pages/api/mix/[...rest].js', { rest: ['create', 'x'] }],
      ['/api/mix', undefined],
    ],
  },
  {
    title: 'tries [[...x]] last',
    files: ['pages/api/m/[[...all]].js', 'pages/api/m/[id].js', 'pages/api/m/static.js'],
    answers: [
      ['/api/m', 'pages/api/m/[[...all]].js', {}],
      ['/api/m/static', 'pages/api/m/static.js', {}],
      ['/api/m/zz', 'pages/api/m/[id].js', { id: 'zz' }],
      ['/api/m/a/b', 'pages/api/m/[[...all]].js', { all: ['a', 'b'] }],
    ],
  },
  {
    title: 'comes back from a static dead end',
    files: ['pages/api/b/known/other.js', 'pages/api/b/[x]/only.js'],
    answers: [
      ['/api/b/known/only', 'pages/api/b/[x]/only.js', { x: 'known' }],
      ['/api/b/known/other', 'pages/api/b/known/other.js', {}],
      ['/api/b/zzz/other', undefined],
    ],
  },
  {
    title: 'prefers a rest part below a static folder to [x] beside the folder',
    files: ['pages/api/s/[...rest].js', 'pages/api/[x]/b.js'],
    answers: [
      ['/api/s/b', 'pages/api/s/[...rest].js', { rest: ['b'] }],
      ['/api/t/b', 'pages/api/[x]/b.js', { x: 't' }],
    ],
  },
  {
    title: 'gives a middle level to [one]/[two] and other depths to [...all]',
    files: ['pages/api/c/[one]/[two].js', 'pages/api/c/[...all].js'],
    answers: [
      ['/api/c/a', 'pages/api/c/[...all].js', { all: ['a'] }],
      ['/api/c/a/b', 'pages/api/c/[one]/[two].js', { one: 'a', two: 'b' }],
      ['/api/c/a/b/c', 'pages/api/c/[...all].js', { all: ['a', 'b', 'c'] }],
    ],
  },
  {
    title: 'sends an escaped letter to the dynamic route, as Next.js does',
    files: ['pages/api/static.js', 'pages/api/[id].js'],
    answers: [
      ['/api/st%61tic', 'pages/api/[id].js', { id: 'static' }],
      ['/api/static', 'pages/api/static.js', {}],
    ],
  },
  {
    title: 'gives an encoded name to its own file, not to the dynamic route beside it',
    files: ['pages/api/ünï.js', 'pages/api/[id].js'],
    answers: [['/api/%C3%BCn%C3%AF', 'pages/api/ünï.js', {}]],
  },
  {
    title: 'treats pages/api and app as one namespace',
    files: [
      'pages/api/mix/[id].ts',
      'app/api/mix/known/route.ts',
      'pages/api/mix2/known.ts',
      'app/api/mix2/[id]/route.ts',
      'pages/api/mix3/[...all].ts',
      'app/api/mix3/[id]/route.ts',
    ],
    answers: [
      ['/api/mix/known', 'app/api/mix/known/route.ts', {}],
      ['/api/mix/x', 'pages/api/mix/[id].ts', { id: 'x' }],
      ['/api/mix2/known', 'pages/api/mix2/known.ts', {}],
      ['/api/mix2/other', 'app/api/mix2/[id]/route.ts', { id: 'other' }],
      ['/api/mix3/a', 'app/api/mix3/[id]/route.ts', { id: 'a' }],
      ['/api/mix3/a/b', 'pages/api/mix3/[...all].ts', { all: ['a', 'b'] }],
    ],
  },
  {
    title: 'answers the root path from a root rest part that is optional',
    files: ['app/[[...all]]/route.ts', 'app/api/x/route.ts'],
    answers: [
      ['/', 'app/[[...all]]/route.ts', {}],
      ['/api/x', 'app/api/x/route.ts', {}],
      ['/api', 'app/[[...all]]/route.ts', { all: ['api'] }],
    ],
  },
]
