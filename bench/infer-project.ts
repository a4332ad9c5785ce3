import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const LIB: Readonly<Record<string, string>> = {
  'lib/types.ts': `/** A person who can sign in. */
export interface User { id: string; email: string; role: 'admin' | 'member'; createdAt: Date; manager: User | null; settings: Record<string, boolean> }
export interface Page<T> { items: T[]; total: number; next: string | null }
export type Failure = { error: string; code?: 'NOT_FOUND' | 'BAD_INPUT' }
`,
  'lib/http.ts': `import type { NextApiHandler, NextApiResponse } from 'next'
import { NextResponse } from 'next/server'
export function sendError(res: NextApiResponse, status: number, message: string) { return res.status(status).json({ error: message, at: Date.now() }) }
export const withAuth = (h: NextApiHandler): NextApiHandler => async (req, res) => {
  if (!req.headers.authorization) return sendError(res, 401, 'unauthorized')
  return h(req, res)
}
export function problem(status: number, title: string) {
  return NextResponse.json({ type: 'about:blank', title, status }, { status, headers: { 'content-type': 'application/problem+json' } })
}
`,
  'lib/service.ts': `import type { User } from './types'
export class ServiceError extends Error { constructor(readonly status: number, message: string) { super(message) } }
export class Users {
  async find(id: string): Promise<User> { if (id === '0') throw new ServiceError(404, 'no such user'); return { id } as User }
  async create(input: Pick<User, 'email' | 'role'>): Promise<User> { if (!input.email) throw new ServiceError(422, 'email'); return input as User }
}
`,
  'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, paths: { '@/*': ['./*'] } } }),
  'package.json': JSON.stringify({ name: 'generated', private: true, type: 'module' }),
}

const entity = (n: number): string =>
  `/** Entity ${n}. */
export interface Entity${n} { id: string; name: string; n${n}: number; at: Date; parent: Entity${n} | null; kind: 'a${n}' | 'b${n}'; owner: User; tags: string[] }
`

const PAGES = `import type { NextApiRequest, NextApiResponse } from 'next'
import type { Failure, Page, User } from '@/lib/types'
import { sendError, withAuth } from '@/lib/http'
`

/** Eight ways of writing a route; each generated route has types of its own, as routes of real projects do. */
const SHAPES: readonly ((n: number) => { place: string; text: string })[] = [
  (n) => ({
    place: `pages/api/g${n % 25}/r${n}.ts`,
    text: `${PAGES}${entity(n)}export default async function handler(req: NextApiRequest, res: NextApiResponse<Entity${n}[] | Failure>) {
  if (req.method !== 'GET') return res.status(405).json({ error: 'no' })
  const limit = Number(req.query.limit ?? 10)
  if (limit > 100) return res.status(400).json({ error: 'limit', code: 'BAD_INPUT' })
  const out: Entity${n}[] = []
  res.status(200).json(out)
}
`,
  }),
  (n) => ({
    place: `pages/api/g${n % 25}/r${n}/[id].ts`,
    text: `${PAGES}${entity(n)}export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { id } = req.query
  switch (req.method) {
    case 'GET': { const e = undefined as Entity${n} | undefined; if (!e) return res.status(404).json({ error: 'none' }); return res.json(e) }
    case 'PUT': { const b = req.body as Omit<Entity${n}, 'id'>; return res.status(200).json({ ...b, id: String(id) }) }
    case 'DELETE': return res.status(204).end()
    default: return sendError(res, 405, 'method')
  }
}
`,
  }),
  (n) => ({
    place: `pages/api/g${n % 25}/r${n}.ts`,
    text: `${PAGES}import { z } from 'zod'
const Body${n} = z.object({ name: z.string().min(1), n: z.number().int(), email: z.email().optional(), kind: z.enum(['a', 'b']) })
export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method !== 'POST') return res.status(405).end()
  const p = Body${n}.safeParse(req.body)
  if (!p.success) return res.status(422).json({ issues: p.error.issues.length })
  res.status(201).json({ ok: true, name: p.data.name })
}
`,
  }),
  (n) => ({
    place: `pages/api/g${n % 25}/r${n}.ts`,
    text: `${PAGES}${entity(n)}async function get(req: NextApiRequest, res: NextApiResponse<Page<Entity${n}>>) { res.json({ items: [], total: ${n}, next: null }) }
async function post(req: NextApiRequest, res: NextApiResponse<Entity${n}>) { const e: Entity${n} = req.body; res.status(201).json(e) }
const table = { GET: get, POST: post }
export default withAuth(async (req, res) => { const fn = table[req.method as keyof typeof table]; if (!fn) return sendError(res, 405, 'm'); return fn(req, res) })
`,
  }),
  (n) => ({
    place: `app/api/g${n % 25}/r${n}/route.ts`,
    text: `import { NextRequest, NextResponse } from 'next/server'
import type { Page, User } from '@/lib/types'
${entity(n)}export async function GET(req: NextRequest) {
  const q = req.nextUrl.searchParams.get('q')
  const r: Page<Entity${n}> = { items: [], total: 0, next: q }
  return NextResponse.json(r)
}
export async function POST(req: NextRequest) {
  const b = (await req.json()) as Partial<Entity${n}>
  if (!b.name) return NextResponse.json({ error: 'name' }, { status: 400 })
  return NextResponse.json({ created: b.name, at: new Date() }, { status: 201 })
}
`,
  }),
  (n) => ({
    place: `app/api/g${n % 25}/r${n}/[id]/route.ts`,
    text: `import { Users, ServiceError } from '@/lib/service'
const users = new Users()
export async function GET(_r: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  try { return Response.json({ user: await users.find(id), n: ${n} }) } catch (e) {
    if (e instanceof ServiceError) return Response.json({ error: e.message }, { status: e.status })
    return Response.json({ error: 'internal' }, { status: 500 })
  }
}
export const DELETE = async () => new Response(null, { status: 204 })
`,
  }),
  (n) => ({
    place: `pages/api/g${n % 25}/r${n}.js`,
    text: `export default function handler(req, res) {
  const { q, limit = '10' } = req.query
  if (!q) return res.status(400).json({ error: 'q' })
  res.status(200).json({ q, limit: Number(limit), hits: [${n}] })
}
`,
  }),
  (n) => ({
    place: `app/api/g${n % 25}/r${n}/route.ts`,
    text: `import { problem } from '@/lib/http'
import { z } from 'zod'
const Q${n} = z.object({ a: z.coerce.number().int().min(0), b: z.string().optional() })
export async function GET(req: Request) {
  const { searchParams } = new URL(req.url)
  const p = Q${n}.safeParse(Object.fromEntries(searchParams))
  if (!p.success) return problem(400, 'bad')
  return Response.json({ a${n}: p.data.a, list: [p.data.b] })
}
`,
  }),
]

/** Writes a project with `count` route files into an empty folder; `modules` is linked as its node_modules. */
export function writeProject(dir: string, count: number, modules: string): void {
  const write = (place: string, text: string): void => {
    const file = path.join(dir, place)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  for (const [place, text] of Object.entries(LIB)) write(place, text)
  symlinkSync(modules, path.join(dir, 'node_modules'))
  for (let n = 0; n < count; n += 1) {
    const shape = SHAPES[n % SHAPES.length]
    if (!shape) continue
    const { place, text } = shape(n)
    write(place, text)
  }
}
