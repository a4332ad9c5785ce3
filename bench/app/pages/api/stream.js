import { EVENTS } from '../../lib/data.js'

export default function handler(req, res) {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' })
  for (const event of EVENTS) res.write(event)
  res.end()
}
