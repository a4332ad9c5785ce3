export default function handler(req, res) {
  res.json({ route: '/api/posts/latest', query: req.query })
}
