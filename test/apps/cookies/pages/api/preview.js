export default function handler(req, res) {
  if (req.query.clear) return res.clearPreviewData().redirect('/')
  res.setPreviewData({ post: 7 }, { maxAge: 60, path: '/blog' }).status(201).end()
}
