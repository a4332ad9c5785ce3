export default function handler(req, res) {
  const { body } = req
  res.json({ type: body === null ? 'null' : typeof body, body })
}
