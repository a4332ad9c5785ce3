export default function handler(req, res) {
  if (req.method !== 'GET') return res.status(405).end()
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  res.write('data: 1\n\n')
  req.on('close', () => res.end())
}
