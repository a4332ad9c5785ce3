import express from 'express'
import { createServer, listen, rehost } from 'rehost'

const app = express()
app.use((req, res, next) => {
  res.on('finish', () => console.log(req.method, req.originalUrl, res.statusCode))
  next()
})
app.get('/health', (req, res) => {
  res.send('ok')
})

// Everything below shop/ answers under /shop: /shop/api/items, /shop/docs.
app.use('/shop', await rehost({ dir: new URL('shop', import.meta.url).pathname, logging: false }))

// What has no route there goes on to here.
app.use((req, res) => {
  res.status(404).json({ message: `Nothing at ${req.originalUrl}` })
})

// http.createServer(app) does too; this one has limits and ends without losing a request.
const server = createServer(app)
console.log('ready', await listen(server, Number(process.env.PORT ?? 3000)))
process.once('SIGTERM', () => server.drain({ drainMs: 5000 }))
