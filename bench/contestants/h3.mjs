// h3 2 on Node, through its own server. It makes no ETag; its answers are otherwise the same.
import { H3, getCookie, getQuery, readBody, serve } from 'h3'
import { EVENTS, ROWS } from '../app/lib/data.js'
import { EXTRA } from './extra-routes.mjs'
import { Order } from './order.mjs'

const encoder = new TextEncoder()
const app = new H3()

app.get('/api/hello', () => ({ message: 'Hello, API Route!' }))
app.get('/api/users/:id', (event) => ({ message: `Received ID: ${event.context.params.id}` }))
app.get('/api/search', (event) => {
  const { q, page } = getQuery(event)
  return { q, page: Number(page), theme: getCookie(event, 'theme') }
})
app.post('/api/echo', async (event) => {
  const { rows } = await readBody(event)
  return { rows: rows.length, first: rows[0].name }
})
app.get('/api/list', () => ROWS)
app.get('/api/methods', () => ({ message: 'GET request received!' }))
app.all('/api/methods', (event) => {
  event.res.status = 405
  event.res.headers.set('Allow', 'GET')
  return { message: 'Method Not Allowed' }
})
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
app.post('/api/orders', async (event) => {
  const order = await readBody(event)
  event.res.status = Order.safeParse(order).success ? 201 : 422
  return event.res.status === 201 ? { lines: order.lines.length } : { message: 'Unprocessable' }
})
for (const path of EXTRA) app.get(`${path}/:id`, (event) => ({ message: `Received ID: ${event.context.params.id}` }))
app.all('/**', (event) => {
  event.res.status = 404
  return { message: 'Not Found' }
})

serve(app, { port: Number(process.env.PORT), hostname: '127.0.0.1', silent: true })
