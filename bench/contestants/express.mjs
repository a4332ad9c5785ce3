// Express 5 as its guide writes it: one handler per route, express.json and cookie-parser for all.
import cookieParser from 'cookie-parser'
import express from 'express'
import { EVENTS, ROWS } from '../app/lib/data.js'
import { EXTRA } from './extra-routes.mjs'
import { Order } from './order.mjs'

const app = express()
if (process.env.STACK === '1') app.use((await import('./stack.mjs')).stack)
app.use(express.json({ limit: '1mb' }))
app.use(cookieParser())

app.get('/api/hello', (req, res) => res.status(200).json({ message: 'Hello, API Route!' }))
app.get('/api/users/:id', (req, res) => res.status(200).json({ message: `Received ID: ${req.params.id}` }))
app.get('/api/search', (req, res) => {
  const { q, page } = req.query
  res.status(200).json({ q, page: Number(page), theme: req.cookies.theme })
})
app.post('/api/echo', (req, res) => {
  res.status(200).json({ rows: req.body.rows.length, first: req.body.rows[0].name })
})
app.get('/api/list', (req, res) => res.status(200).json(ROWS))
app
  .route('/api/methods')
  .get((req, res) => res.status(200).json({ message: 'GET request received!' }))
  .all((req, res) => res.set('Allow', 'GET').status(405).json({ message: 'Method Not Allowed' }))
app.get('/api/stream', (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' })
  for (const event of EVENTS) res.write(event)
  res.end()
})
app.post('/api/orders', (req, res) => {
  if (!Order.safeParse(req.body).success) return res.status(422).json({ message: 'Unprocessable' })
  res.status(201).json({ lines: req.body.lines.length })
})
for (const path of EXTRA) {
  app.get(`${path}/:id`, (req, res) => res.status(200).json({ message: `Received ID: ${req.params.id}` }))
}
app.use((req, res) => res.status(404).json({ message: 'Not Found' }))

app.listen(Number(process.env.PORT), '127.0.0.1')
