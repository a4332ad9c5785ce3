// Fastify 5 as its guide writes it. It makes no ETag; its answers are otherwise the same.
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { EVENTS, ROWS } from '../app/lib/data.js'
import { EXTRA } from './extra-routes.mjs'
import { Order } from './order.mjs'

const stack = process.env.STACK === '1'
/* oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers. */
const app = Fastify({ bodyLimit: 1_048_576, logger: stack ? { file: '/dev/null' } : false })
await app.register(cookie)
if (stack) await app.register(import('@fastify/helmet'))
if (stack) await app.register(import('@fastify/cors'))

app.get('/api/hello', async () => ({ message: 'Hello, API Route!' }))
app.get('/api/users/:id', async (request) => ({ message: `Received ID: ${request.params.id}` }))
app.get('/api/search', async (request) => {
  const { q, page } = request.query
  return { q, page: Number(page), theme: request.cookies.theme }
})
app.post('/api/echo', async ({ body }) => ({ rows: body.rows.length, first: body.rows[0].name }))
app.get('/api/list', async () => ROWS)
app.get('/api/methods', async () => ({ message: 'GET request received!' }))
app.delete('/api/methods', async (request, reply) =>
  reply.header('Allow', 'GET').code(405).send({ message: 'Method Not Allowed' }),
)
app.get('/api/stream', (request, reply) => {
  reply.hijack()
  reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' })
  for (const event of EVENTS) reply.raw.write(event)
  reply.raw.end()
})
app.post('/api/orders', async (request, reply) => {
  if (!Order.safeParse(request.body).success) return reply.code(422).send({ message: 'Unprocessable' })
  reply.code(201)
  return { lines: request.body.lines.length }
})
for (const path of EXTRA) {
  app.get(`${path}/:id`, async (request) => ({ message: `Received ID: ${request.params.id}` }))
}
app.setNotFoundHandler((request, reply) => reply.code(404).send({ message: 'Not Found' }))

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
