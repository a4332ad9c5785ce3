export default function handler(req, res) {
  res.json({ first: true })
  res.json({ second: true })
  res.setHeader('X-Late', '1')
}
