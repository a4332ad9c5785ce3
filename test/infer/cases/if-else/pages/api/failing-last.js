// A handler that says 400 to methods it does not know refuses them all the same.
export default function handler(req, res) {
  switch (req.method) {
    case 'GET':
      res.status(200).json({ ok: true })
      break
    default:
      res.setHeader('Allow', ['GET'])
      res.status(400).json({ ok: false, message: 'no such method here' })
      break
  }
}
