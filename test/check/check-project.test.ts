import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { checkProject } from '../../src/check/check-project.ts'
import { toPlaceText } from '../../src/check/finding.ts'
import { toReportText } from '../../src/check/report-text.ts'
import { toExitCode } from '../../src/check/report.ts'
import { RULES } from '../../src/check/rules.ts'
import { stopCompiler } from '../../src/module/compiler.ts'
import { PLAIN } from '../../src/paint.ts'
import { plant } from '../app/plant.ts'

after(stopCompiler)

const OK = 'export default function handler(req, res) { res.json({}) }'
const api = (text: string): Record<string, string> => ({ 'pages/api/a.ts': text })

interface Row {
  readonly title: string
  readonly files: Readonly<Record<string, string>>
  /** `code place` of everything that is found. */
  readonly finds: readonly string[]
  readonly verdict?: 'runs' | 'differs' | 'broken'
}

const ROWS: readonly Row[] = [
  { title: 'a handler without peculiarities', files: api(OK), finds: [], verdict: 'runs' },
  { title: 'a file that does not compile', files: api('export default (\n  = 1'), finds: ['compile-failed pages/api/a.ts:2:3'], verdict: 'broken' }, // prettier-ignore
  {
    title: 'an import that is nowhere, in a file that a route imports',
    files: {
      ...api("import { x } from '../../lib/x'\nexport default () => x"),
      'lib/x.ts': "export * as x from 'no-such'",
    },
    finds: ['compile-failed lib/x.ts:1:20'],
    verdict: 'broken',
  },
  {
    title: 'an import() that is nowhere, which fails only when it runs',
    files: { ...api(`${OK}\nexport const later = () => import('./broken')`), 'pages/api/broken.ts': 'const = 1' },
    finds: ['compile-failed pages/api/broken.ts:1:7', 'lazy-compile-failed pages/api/broken.ts:1:7'],
    verdict: 'differs',
  },
  { title: 'a file without a handler', files: api('export const helper = 1'), finds: ['handler-missing pages/api/a.ts:1'], verdict: 'broken' }, // prettier-ignore
  { title: 'a route.ts without methods', files: { 'app/a/route.ts': 'export const get = 1' }, finds: ['no-methods app/a/route.ts:1'] }, // prettier-ignore
  {
    title: 'request data that is read without await, and none that is awaited or of another function',
    files: {
      'package.json': '{ "dependencies": { "next": "^14.2.0" } }',
      'app/a/[id]/route.ts': `import { cookies, headers as read } from 'next/headers'
import { one } from '../../../lib/one'
export const GET = one
export async function POST(request: Request, { params }: { params: { id: string } }) {
  const store = cookies()
  store.get('a')
  return Response.json([params.id, read().get('b'), (await cookies()).get('c')])
}
export async function PUT(req: Request, context: { params: { id: string } }) {
  const { id } = context.params
  return Response.json(id)
}
export async function PATCH(req: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const store = await cookies()
  return Response.json([id, store.get('a'), params.then((all) => all.id)])
}`,
      'lib/one.ts':
        'export const one = ({ url }: Request, { params: { id } }: any) => Response.json([url, id])\nexport const two = (url: string, { params: { id } }: any) => [url, id]',
    },
    finds: [
      'request-data-sync app/a/[id]/route.ts:10:9',
      'request-data-sync app/a/[id]/route.ts:6:3',
      'request-data-sync app/a/[id]/route.ts:7:25',
      'request-data-sync app/a/[id]/route.ts:7:36',
      'request-data-sync lib/one.ts:1:49',
    ],
    verdict: 'broken',
  },
  {
    title: 'nothing in request data that is read without await where Next.js would not give it either',
    files: {
      'package.json': '{ "dependencies": { "next": "16.0.0" } }',
      'app/a/[id]/route.ts': 'export const GET = (req: Request, { params }: any) => Response.json(params.id)',
    },
    finds: [],
    verdict: 'runs',
  },
  {
    title: 'a sizeLimit that is no size',
    files: api(`export const config = { api: { bodyParser: { sizeLimit: 'lots' } } }\n${OK}`),
    finds: ['setting-invalid pages/api/a.ts:1:14'],
    verdict: 'broken',
  },
  { title: 'a config that is exported below', files: api(`${OK}\nconst settings = { runtime: 'edge' }\nexport { settings as config }`), finds: ['edge-runtime pages/api/a.ts:2:7'] }, // prettier-ignore
  { title: 'a maxDuration that is none', files: { 'app/a/route.ts': 'export const maxDuration = -1\nexport const GET = () => new Response()' }, finds: ['setting-invalid app/a/route.ts:1:14'] }, // prettier-ignore
  { title: 'the edge runtime', files: api(`export const config = { runtime: 'edge' } as const\n${OK}`), finds: ['edge-runtime pages/api/a.ts:1:14'] }, // prettier-ignore
  { title: 'globals of the edge', files: { 'app/a/route.ts': 'export const GET = () => Response.json([typeof EdgeRuntime, caches.default])' }, finds: ['edge-api app/a/route.ts:1:48', 'edge-api app/a/route.ts:1:61'] }, // prettier-ignore
  { title: 'a region', files: { 'app/a/route.ts': "export const preferredRegion = 'iad1'\nexport const GET = () => new Response()" }, finds: ['preferred-region app/a/route.ts:1:14'] }, // prettier-ignore
  {
    title: 'variables that a build or Vercel sets',
    files: {
      'next.config.mjs': "export default { env: { TITLE: 'x' } }",
      ...api("const { VERCEL_URL } = process.env\nexport default () => [process.env.NEXT_PUBLIC_A, process.env['TITLE'], process.env.OTHER, VERCEL_URL]"), // prettier-ignore
    },
    finds: ['build-time-env pages/api/a.ts:2:23', 'config-env pages/api/a.ts:2:50', 'platform-env pages/api/a.ts:1:9'],
    verdict: 'differs',
  },
  {
    title: "unstable_cache for handlers of pages/api, and neither 'use cache' nor what route handlers call",
    files: {
      'next.config.mjs': 'export default {\n  cacheComponents: true,\n}',
      'lib/read.ts': "import { unstable_cache as keep } from 'next/cache'\nasync function one() {\n  'use cache'\n  return 1\n}\nexport const read = keep(one)", // prettier-ignore
      'app/a/route.ts': "import { unstable_cache } from 'next/cache'\nconst read = unstable_cache(async () => 1)\nexport const GET = async () => Response.json(await read())", // prettier-ignore
      ...api("import { read } from '../../lib/read'\nexport default async (req, res) => res.json(await read())"), // prettier-ignore
    },
    finds: ['unstable-cache lib/read.ts:6:21'],
  },
  {
    title: 'a page that is to be renewed, and a route that may be',
    files: {
      'pages/about.tsx': 'export default () => null',
      'app/shop/[id]/page.tsx': 'export default () => null',
      ...api("import { revalidatePath } from 'next/cache'\nexport default async (req, res) => {\n  await res.revalidate('/about')\n  await res.revalidate('/api/a')\n  revalidatePath('/shop/1')\n}"), // prettier-ignore
    },
    finds: ['revalidate-page pages/api/a.ts:3:9', 'revalidate-page pages/api/a.ts:5:3'],
  },
  {
    title: 'forwarded, internal and platform headers',
    files: {
      ...api("export default (req, res) => res.json([req.headers['x-forwarded-for'], req.headers.host, req.headers['x-nextjs-data']])"), // prettier-ignore
      'app/b/route.ts': "import { headers } from 'next/headers'\nexport const GET = async () => Response.json((await headers()).get('X-Vercel-IP-Country'))", // prettier-ignore
    },
    finds: [
      'forwarded-header pages/api/a.ts:1:40',
      'internal-header pages/api/a.ts:1:90',
      'platform-header app/b/route.ts:2:46',
    ],
  },
  {
    title: 'forwarded headers in a project that names its proxies: nothing',
    files: {
      'rehost.config.mjs': "export default { trustProxy: ['loopback'] }",
      ...api("export default (req, res) => res.json(req.headers['x-forwarded-for'])"),
    },
    finds: [],
  },
  {
    title: 'headers of an answer that then fails, and those of one that catches',
    files: {
      ...api("export default (req, res) => {\n  res.setHeader('Cache-Control', 'public')\n  res.setHeader('X-Own', '1')\n  throw new Error()\n}"), // prettier-ignore
      'pages/api/b.ts': "export default (req, res) => {\n  res.setHeader('Cache-Control', 'public')\n  try { throw new Error() } catch {}\n  res.end()\n}", // prettier-ignore
    },
    finds: ['headers-before-throw pages/api/a.ts:2:3'],
  },
  { title: 'a write with an ETag', files: api("export default (req, res) => {\n  if (req.method === 'PUT') res.setHeader('ETag', 'x')\n}"), finds: ['conditional-write pages/api/a.ts:2:29'] }, // prettier-ignore
  { title: 'a request that is watched', files: api("export default (req, res) => {\n  req.on('close', () => {})\n}"), finds: ['request-close pages/api/a.ts:2:3'] }, // prettier-ignore
  {
    title: 'an image, a file that is fetched, and an output of Next.js',
    files: {
      'app/logo.png': '',
      'app/a/route.ts': "import logo from '../logo.png'\nexport const GET = async () => {\n  await fetch(new URL('./x.ttf', import.meta.url))\n  return Response.json([logo.width, '.next/BUILD_ID'])\n}", // prettier-ignore
    },
    finds: ['file-fetch app/a/route.ts:3:9', 'image-import app/a/route.ts:1:1', 'next-output app/a/route.ts:4:37'],
  },
  {
    title: 'decorators that ask for types',
    files: {
      'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }',
      ...api(
        'const Column = (): any => () => {}\nclass A {\n  @Column() name: string\n}\nexport default () => new A()',
      ),
    },
    finds: ['decorator-metadata pages/api/a.ts:3:3'],
  },
  {
    title: 'keys of next.config that mean nothing here, by their line',
    files: {
      'next.config.mjs': 'export default {\n  webpack: (config) => config,\n  compiler: { removeConsole: true },\n  headers: async () => [],\n}', // prettier-ignore
      ...api(OK),
    },
    finds: ['config-key next.config.mjs:2:3', 'config-key next.config.mjs:3:15'],
    verdict: 'runs',
  },
  {
    title: 'rewrites and redirects to pages',
    files: {
      'next.config.mjs': "export default {\n  rewrites: () => [{ source: '/x/:id', destination: '/blog/:id' }, { source: '/y', destination: '/api/a' }],\n  redirects: () => [{ source: '/z', destination: '/', permanent: true }],\n}", // prettier-ignore
      'pages/blog/[id].tsx': 'export default () => null',
      'pages/index.tsx': 'export default () => null',
      ...api(OK),
    },
    finds: ['rewrite-target next.config.mjs', 'rewrite-target next.config.mjs'],
  },
  { title: 'tests that Next.js would serve', files: { ...api(OK), 'pages/api/a.test.ts': '' }, finds: ['not-served pages/api/a.test.ts'] }, // prettier-ignore
  {
    title: 'two files for one path',
    files: { 'pages/api/[a].ts': OK, 'pages/api/[b].ts': OK },
    finds: ['route-conflict'],
  },
  {
    title: 'nothing of files that are private where they come from',
    files: { 'api/a.js': OK, 'api/_lib.js': '' },
    finds: [],
  },
  { title: 'a name that is no pattern', files: { 'pages/api/[[id]].ts': OK }, finds: ['route-name-invalid'] },
  { title: 'a config with a wrong value', files: { ...api(OK), 'next.config.mjs': 'export default {\n  basePath: 7,\n}' }, finds: ['config-invalid next.config.mjs:2'] }, // prettier-ignore
  { title: 'a config that imports what is not installed, as one finding', files: { ...api(OK), 'next.config.mjs': "import x from 'no-such'\nexport default x" }, finds: ['config-unloadable next.config.mjs:1:15'], verdict: 'runs' }, // prettier-ignore
  { title: 'a config that throws while it loads', files: { ...api(OK), 'next.config.mjs': "throw new Error('no\\nway')" }, finds: ['config-unloadable next.config.mjs:1:7'] }, // prettier-ignore
  { title: 'two names that are no patterns, as two findings', files: { 'pages/api/[[id]].ts': OK, 'pages/api/[[a]].ts': OK }, finds: ['route-name-invalid', 'route-name-invalid'] }, // prettier-ignore
  { title: 'a folder without routes', files: { 'readme.md': '' }, finds: ['routes-missing'] },
  {
    title: 'a proxy that does not compile',
    files: { ...api(OK), 'proxy.ts': 'export default (' },
    finds: ['compile-failed proxy.ts:1:17'],
    verdict: 'runs',
  },
]

const reports = ROWS.map(async (row) => ({ row, report: await checkProject(plant(row.files)) }))

for (const [index, { title, finds, verdict }] of ROWS.entries()) {
  test(`finds ${title}`, async () => {
    const { report } = (await reports[index]) ?? assert.fail()
    const found = report.findings.map((finding) => `${finding.code} ${toPlaceText(finding)}`.trim())
    assert.deepEqual(found.toSorted(), finds.toSorted())
    if (verdict !== undefined) assert.equal(report.routes[0]?.verdict, verdict)
    assert.equal(toExitCode(report, false), report.findings.some(({ level }) => level === 'error') ? 1 : 0)
    assert.equal(toExitCode(report, true), finds.length > 0 ? 1 : 0)
    const text = toReportText(report, PLAIN)
    for (const { message, fix } of report.findings)
      assert.ok(text.includes(message.split('\n')[0] ?? '') && text.includes(fix))
  })
}

test('every rule is found by some case above, but the package of Next.js that is not installed here', async () => {
  const seen = new Set((await Promise.all(reports)).flatMap(({ report }) => report.findings.map(({ code }) => code)))
  assert.deepEqual(
    Object.keys(RULES).filter((code) => ![...seen].some((one) => one === code)),
    ['next-package'],
  )
})

test('a package that package.json names is told from one that nobody has heard of', async () => {
  const report = await checkProject(
    plant({
      'package.json': '{ "dependencies": { "@acme/ours": "1" } }',
      'pages/api/a.ts': "import '@acme/ours/deep'",
      'pages/api/b.ts': "import 'theirs'",
    }),
  )
  assert.deepEqual(
    report.findings.map(({ message }) => message),
    ['Could not resolve "@acme/ours/deep": package.json has it, and it is not installed', 'Could not resolve "theirs"'],
  )
})

test('nothing of a route is run', async () => {
  const dir = plant({ 'api/a.js': 'globalThis.touched = true\nexport default () => {}' })
  await checkProject(dir)
  assert.equal(Reflect.get(globalThis, 'touched'), undefined)
})
