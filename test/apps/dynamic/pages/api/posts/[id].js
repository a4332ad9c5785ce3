export default function handler(req, res) {
  res.json({ route: '/api/posts/[id]', query: req.query })
}
