export default function handler({ method, body }, res) {
  if (['POST', 'PUT'].indexOf(method) === -1) return res.status(405).end()
  return method === 'POST' ? res.status(201).json({ id: body.id }) : res.status(200).end()
}
