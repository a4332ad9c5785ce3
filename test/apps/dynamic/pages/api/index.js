export default function handler(req, res) {
  res.json({ route: '/api', query: req.query })
}
