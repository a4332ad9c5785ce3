export default function handler(req, res) {
  res.setHeader('Content-Type', 'application/octet-stream')
  res.status(200).end(Buffer.alloc(200_000, 97))
}
