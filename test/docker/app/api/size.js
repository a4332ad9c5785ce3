import bytes from 'bytes'

export default function handler(req, res) {
  res.status(200).json({ bytes: bytes(req.query.text) })
}
