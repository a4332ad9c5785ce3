export default function handler(req, res) {
  res.json({ whole: true })
  throw new Error('too late to matter')
}
