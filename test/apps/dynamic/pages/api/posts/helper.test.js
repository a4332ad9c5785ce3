export default function handler(req, res) {
  res.json({ route: '/api/posts/helper.test', query: req.query })
}
