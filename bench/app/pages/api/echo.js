export default function handler(req, res) {
  res.status(200).json({ rows: req.body.rows.length, first: req.body.rows[0].name })
}
