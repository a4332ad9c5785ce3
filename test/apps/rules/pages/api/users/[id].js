export default function handler(req, res) {
  if (req.query.fail) throw new Error('asked to')
  res.json({ url: req.url, query: req.query })
}
