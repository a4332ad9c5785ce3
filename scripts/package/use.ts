/** A file as users write it, with everything that can be imported. */
export const USE = `
import { createServer, defineConfig, Fault, listen, rehost, type RehostOptions } from 'rehost'
import { operation, type Contract, type ContractRequest, type ContractResponse } from 'rehost/contract'

export default defineConfig({ limits: { requestMs: 1000 }, setup: (app) => void app.use('/x', () => {}) })
export const openapi = { GET: { summary: 'x', responses: { 204: {} } } } satisfies Contract

export function handler(req: ContractRequest<typeof openapi>, res: ContractResponse<typeof openapi>) {
  if (req.method === 'GET') res.status(204).end()
}

export const POST = operation({ summary: 'y' }, async (request: Request) => new Response(request.url))
export const options: RehostOptions = { port: 1 }

export async function main(error: unknown): Promise<string> {
  if (error instanceof Fault) return error.code
  return listen(createServer(await rehost({ dir: '.' })), 0)
}
`
