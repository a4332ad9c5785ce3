const table = {
  GET: () => ({ read: true }),
  PATCH: (req) => ({ changed: req.body.name }),
}
export default function handler(req, res) {
  if (!(req.method in table)) return res.status(405).end()
  res.json(table[req.method](req))
}
