// Hono on Node, through its own adapter. It makes no ETag; its answers are otherwise the same.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { EVENTS, ROWS } from '../app/lib/data.js'
import { EXTRA } from './extra-routes.mjs'
import { Order } from './order.mjs'

const encoder = new TextEncoder()
const app = new Hono()

app.get('/api/hello', (c) => c.json({ message: 'Hello, API Route!' }))
app.get('/api/users/:id', (c) => c.json({ message: `Received ID: ${c.req.param('id')}` }))
app.get('/api/search', (c) =>
  c.json({ q: c.req.query('q'), page: Number(c.req.query('page')), theme: getCookie(c, 'theme') }),
)
app.post('/api/echo', async (c) => {
  const { rows } = await c.req.json()
  return c.json({ rows: rows.length, first: rows[0].name })
})
app.get('/api/list', (c) => c.json(ROWS))
app.get('/api/methods', (c) => c.json({ message: 'GET request received!' }))
app.all('/api/methods', (c) => c.json({ message: 'Method Not Allowed' }, 405, { Allow: 'GET' }))
app.get('/api/stream', () => {
  const body = new ReadableStream({
    start(controller) {
      for (const event of EVENTS) controller.enqueue(encoder.encode(event))
      controller.close()
    },
  })
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' },
  })
})
app.post('/api/orders', async (c) => {
  const order = await c.req.json()
  if (!Order.safeParse(order).success) return c.json({ message: 'Unprocessable' }, 422)
  return c.json({ lines: order.lines.length }, 201)
})
for (const path of EXTRA) app.get(`${path}/:id`, (c) => c.json({ message: `Received ID: ${c.req.param('id')}` }))
app.notFound((c) => c.json({ message: 'Not Found' }, 404))

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' })
