export default function handler(req, res) {
  res.setHeader('X-Method', req.method)
  res.status(200).json({ method: req.method })
}
