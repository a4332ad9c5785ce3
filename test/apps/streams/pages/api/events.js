export default async function handler(req, res) {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  for (let id = 1; id <= 3; id++) res.write(`id: ${id}\ndata: tick\n\n`)
  res.end()
}
