export default function handler(req, res) {
  res.json({ route: '/api/docs/[...path]', query: req.query })
}
