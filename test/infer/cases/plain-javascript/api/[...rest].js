export default function handler(req, res) {
  res.status(404).json({ error: 'nothing here', path: req.query.rest })
}
