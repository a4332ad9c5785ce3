export default function handler(req, res) {
  res.status(200).json({ style: 'node', query: req.query, cookies: req.cookies, body: req.body ?? null })
}
