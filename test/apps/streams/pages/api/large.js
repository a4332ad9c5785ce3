export default function handler(req, res) {
  res.json({ text: 'x'.repeat(5000) })
}
