import createError from 'http-errors-like'

export default async function handler(req, res) {
  try {
    if (req.method !== 'GET') throw createError(405)
    if (!req.query.id) throw new createError.BadRequest('id is required')
    if (req.query.id === 'none') throw createError(404, 'no such thing')
    res.json({ id: req.query.id })
  } catch (error) {
    res.status(error.status ?? 500).json({ error: error.message })
  }
}
