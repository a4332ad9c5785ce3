export default function handler(req, res) {
  const { q, page } = req.query
  res.status(200).json({ q, page: Number(page), theme: req.cookies.theme })
}
