export default function handler(req, res) {
  res.json({
    url: req.url,
    query: Object.entries(req.query),
    plain: Object.getPrototypeOf(req.query) === Object.prototype,
  })
}
