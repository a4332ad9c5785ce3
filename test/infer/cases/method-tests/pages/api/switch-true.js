export default function handler(req, res) {
  switch (true) {
    case req.method === 'GET':
      return res.json({ one: 1 })
    case req.method === 'POST' || req.method === 'PUT':
      return res.status(201).json({ two: 2 })
    default:
      return res.status(405).end()
  }
}
