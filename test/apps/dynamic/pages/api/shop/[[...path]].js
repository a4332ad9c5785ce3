export default function handler(req, res) {
  res.json({ route: '/api/shop/[[...path]]', query: req.query })
}
