export default function handler(req, res) {
  res.setHeader('Cache-Control', 'max-age=60')
  res.setHeader('Content-Length', 5)
  res.setHeader('X-Kept', '1')
  throw Object.assign(new Error('secret of the database'), { statusCode: 418 })
}
