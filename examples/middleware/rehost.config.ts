import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import { defineConfig } from 'rehost'

/** Says in a header how long the answer took to begin. */
function measure(_req: Request, res: Response, next: NextFunction): void {
  const began = performance.now()
  const writeHead = res.writeHead
  res.writeHead = function (...args: unknown[]) {
    res.setHeader('Server-Timing', `total;dur=${(performance.now() - began).toFixed(1)}`)
    return Reflect.apply(writeHead, res, args)
  }
  next()
}

/** Gives every visitor a number that the handlers can read. */
function visitor(req: Request, _res: Response, next: NextFunction): void {
  req.headers['x-visitor'] ??= randomUUID()
  next()
}

export default defineConfig({
  cors: { origin: ['https://shop.example'], credentials: true },
  setup(app) {
    app.use(measure, visitor)
    // An Express route of your own, in front of all route files.
    app.get('/api/version', (_req, res) => {
      res.json({ version: process.env['npm_package_version'] ?? 'unknown' })
    })
    app.use('/api/maintenance', (_req, res) => {
      res.status(503).set('Retry-After', '120').json({ message: 'Back in two minutes.' })
    })
  },
})
