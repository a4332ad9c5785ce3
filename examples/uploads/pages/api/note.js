// Parsed before the handler runs, up to this size; then 413.
export const config = { api: { bodyParser: { sizeLimit: '1kb' } } }

export default function note(req, res) {
  if (req.method !== 'POST') return res.status(405).json({ message: 'Method Not Allowed' })
  res.status(201).json({ length: req.body.text.length })
}
