export default async function handler(req, res) {
  if (req.method !== 'DELETE') return res.status(405).end()
  if (req.query.force !== 'yes') throw new Error('not without force')
  res.status(204).end()
}
