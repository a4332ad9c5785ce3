import { setTimeout as wait } from 'node:timers/promises'

/** The same with a Node-style handler: write what there is, look whether anybody listens. */
export default async function progress(req, res) {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  for (let percent = 0; percent <= 100 && !res.destroyed; percent += 25) {
    res.write(`data: ${JSON.stringify({ percent })}\n\n`)
    await wait(20)
  }
  res.end()
}
