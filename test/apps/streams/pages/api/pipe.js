export const config = { api: { bodyParser: false } }

export default function handler(req, res) {
  res.setHeader('Content-Type', 'text/plain')
  req.pipe(res)
}
