/** A Next.js project whose contracts have every form there is; the same bytes run under rehost and under Next.js. */
export const FILES: Readonly<Record<string, string>> = {
  'lib/schemas.ts': `import { z } from 'zod'

export const Book = z.object({ id: z.int(), title: z.string() }).meta({ id: 'Book' })
export const NewBook = Book.omit({ id: true })
`,
  // \`export const openapi\`, with typed request and response.
  'pages/api/books/[id].ts': `import type { Contract, ContractRequest, ContractResponse } from 'rehost/contract'
import { z } from 'zod'
import { Book, NewBook } from '../../../lib/schemas'

export const openapi = {
  GET: {
    params: z.object({ id: z.coerce.number().int() }),
    responses: { 200: Book, 404: z.object({ message: z.string() }) },
  },
  PUT: { params: z.object({ id: z.coerce.number().int() }), body: NewBook, responses: { 200: Book } },
} satisfies Contract

export default function handler(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>) {
  const id = Number(req.query.id)
  if (req.method === 'PUT') return res.status(200).json({ id, title: req.body.title })
  if (id > 9) return res.status(404).json({ message: 'none' })
  res.status(200).json({ id, title: 'Solaris' })
}
`,
  // The contract on the handler itself.
  'pages/api/ping.ts': `import type { NextApiRequest, NextApiResponse } from 'next'
import type { Contract } from 'rehost/contract'

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  res.json({ pong: true })
}
handler.openapi = { GET: { summary: 'Ping' } } satisfies Contract
`,
  // An edge-style handler.
  'pages/api/edge.ts': `import type { Contract } from 'rehost/contract'
import { z } from 'zod'

export const config = { runtime: 'edge' }
export const openapi = { POST: { body: z.object({ n: z.number() }) } } satisfies Contract

export default async function handler(request: Request) {
  const { n } = await request.json()
  return Response.json({ twice: 2 * n })
}
`,
  // \`operation()\` with parsed values, and a contract set on a function.
  'app/api/items/route.ts': `import { operation, parsed, type Operation } from 'rehost/contract'
import { z } from 'zod'
import { Book, NewBook } from '../../../lib/schemas'

const create = {
  parsed: true,
  query: z.object({ copies: z.coerce.number().int().default(1) }),
  body: NewBook,
  responses: { 201: z.object({ book: Book, copies: z.int() }) },
} satisfies Operation

export const POST = operation(create, async (request: Request) => {
  const { query, body } = await parsed(request, create)
  return Response.json({ book: { id: 1, title: body.title }, copies: query.copies }, { status: 201 })
})

export async function GET() {
  return Response.json([{ id: 1, title: 'Solaris' }])
}
GET.openapi = { responses: { 200: z.array(Book) } }
`,
  // Path parameters, typed.
  'app/api/items/[id]/route.ts': `import { operation, parsed, type ContractContext, type Operation } from 'rehost/contract'
import { z } from 'zod'

const find = { params: z.object({ id: z.string() }) } satisfies Operation
const remove = { parsed: true, params: z.object({ id: z.coerce.number() }) } satisfies Operation

export const GET = operation(find, async (_request: Request, context: ContractContext<typeof find>) => {
  const { id } = await context.params
  return Response.json({ id })
})

export const DELETE = operation(remove, async (request: Request, context: ContractContext<typeof remove>) => {
  const { params } = await parsed(request, remove, context)
  return Response.json({ removed: params.id })
})
`,
  // A contract beside a handler that knows nothing of it.
  'app/api/plain/openapi.ts': `import type { Operation } from 'rehost/contract'
import { z } from 'zod'

export const PATCH = { body: z.object({ name: z.string() }), responses: { 200: z.string() } } satisfies Operation
`,
  'app/api/plain/route.ts': `import { NextResponse, type NextRequest } from 'next/server'

export async function PATCH(request: NextRequest) {
  const { name } = await request.json()
  return NextResponse.json(\`hello \${name}\`)
}
`,
  'app/layout.tsx': `export default function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
`,
  'app/page.tsx': `export default function Page() {
  return <p>A page</p>
}
`,
  'tsconfig.json': `{
  "compilerOptions": {
    "target": "es2022",
    "lib": ["dom", "es2022"],
    "strict": true,
    "noEmit": true,
    "module": "esnext",
    "moduleResolution": "bundler",
    "esModuleInterop": true,
    "isolatedModules": true,
    "skipLibCheck": true,
    "jsx": "preserve",
    "incremental": true,
    "plugins": [{ "name": "next" }]
  },
  "include": ["next-env.d.ts", "**/*.ts", "**/*.tsx", ".next/types/**/*.ts"],
  "exclude": ["node_modules"]
}
`,
}

/** One request, what any host answers, and what rehost does where the contract refuses. */
export interface Row {
  readonly method: string
  readonly path: string
  readonly json?: unknown
  readonly status: number
  readonly answer: unknown
}

/** Requests that fit: every host gives the same answer. */
export const ROWS: readonly Row[] = [
  { method: 'GET', path: '/api/books/7', status: 200, answer: { id: 7, title: 'Solaris' } },
  { method: 'GET', path: '/api/books/10', status: 404, answer: { message: 'none' } },
  { method: 'PUT', path: '/api/books/7', json: { title: 'Eden' }, status: 200, answer: { id: 7, title: 'Eden' } },
  { method: 'GET', path: '/api/ping', status: 200, answer: { pong: true } },
  { method: 'POST', path: '/api/edge', json: { n: 4 }, status: 200, answer: { twice: 8 } },
  { method: 'GET', path: '/api/items', status: 200, answer: [{ id: 1, title: 'Solaris' }] },
  { method: 'POST', path: '/api/items?copies=3', json: { title: 'Eden' }, status: 201, answer: { book: { id: 1, title: 'Eden' }, copies: 3 } }, // prettier-ignore
  { method: 'POST', path: '/api/items', json: { title: 'Eden', more: 1 }, status: 201, answer: { book: { id: 1, title: 'Eden' }, copies: 1 } }, // prettier-ignore
  { method: 'GET', path: '/api/items/a%20b', status: 200, answer: { id: 'a b' } },
  { method: 'DELETE', path: '/api/items/12', status: 200, answer: { removed: 12 } },
  { method: 'PATCH', path: '/api/plain', json: { name: 'Ada' }, status: 200, answer: 'hello Ada' },
]

/** Requests that break a contract: rehost refuses them before the handler, Next.js knows no contracts. */
export const REFUSED: readonly Row[] = [
  { method: 'GET', path: '/api/books/x', status: 422, answer: ['path /id'] },
  { method: 'PUT', path: '/api/books/7', json: {}, status: 422, answer: ['body /title'] },
  { method: 'POST', path: '/api/edge', json: { n: 'x' }, status: 422, answer: ['body /n'] },
  { method: 'POST', path: '/api/items?copies=x', json: {}, status: 422, answer: ['query /copies', 'body /title'] },
  { method: 'DELETE', path: '/api/items/x', status: 422, answer: ['path /id'] },
  { method: 'PATCH', path: '/api/plain', json: {}, status: 422, answer: ['body /name'] },
  { method: 'DELETE', path: '/api/books/7', status: 405, answer: [] },
  { method: 'DELETE', path: '/api/items', status: 405, answer: [] },
]

/** Sends a row and returns what came back, its JSON parsed. */
export async function sendRow(origin: string, { method, path, json }: Row): Promise<{ status: number; body: unknown }> {
  const init = json === undefined ? { method } : { method, body: JSON.stringify(json), headers: JSON_TYPE }
  const answer = await fetch(origin + path, init)
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

const JSON_TYPE = { 'content-type': 'application/json' }
