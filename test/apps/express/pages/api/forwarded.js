export default function handler(req, res) {
  const { headers } = req
  res.json({
    for: headers['x-forwarded-for'],
    proto: headers['x-forwarded-proto'],
    internal: headers['x-middleware-next'],
  })
}
