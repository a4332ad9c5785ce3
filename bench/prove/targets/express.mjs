// The same routes on Express 5 as it comes: what the proofs look like without rehost.
import express from 'express'
import stray from '../app/pages/api/stray.js'

const app = express()

app.use(express.json())
app.get(['/livez', '/readyz'], (req, res) => res.send('ok'))
app.get('/api/hello', (req, res) => res.json({ message: 'Hello, API Route!' }))
app.get('/api/big', (req, res) => res.send(Buffer.alloc(200_000, 97)))
app.all('/api/echo', (req, res) => res.json({ got: typeof req.body }))
app.get('/api/work', (req, res) => setTimeout(() => res.json({ done: true }), Number(req.query.ms ?? 50)))
app.get('/api/burn', (req, res) => {
  const end = performance.now() + 300
  while (performance.now() < end);
  res.json({ burnt: true })
})
app.get('/api/memory', (req, res) => {
  globalThis.gc?.()
  res.json(process.memoryUsage())
})
app.get('/api/p/:id', (req, res) => res.json({ id: req.params.id }))

app.get('/api/stray', stray)

app.listen(Number(process.env.PORT), '127.0.0.1')
