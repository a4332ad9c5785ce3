module.exports = (req, res) => {
  res.json({ id: req.query.id, via: req.query.via })
}
