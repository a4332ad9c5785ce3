export default function item(req, res) {
  const { id } = req.query
  if (id !== '1') return res.status(404).json({ message: `There is no item ${id}` })
  res.status(200).json({ id: 1, name: 'Lamp' })
}
