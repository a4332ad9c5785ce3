export default function handler(req, res) {
  res.setHeader('Set-Cookie', 'h=2')
  res.json({ seen: req.headers['x-seen'] ?? null, url: req.url, query: req.query, body: req.body })
}
