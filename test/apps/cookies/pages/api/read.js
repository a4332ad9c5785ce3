export default function handler(req, res) {
  res.json({ cookies: req.cookies, draft: req.draftMode === true, preview: req.previewData })
}
