/**
 * @typedef {object} Place
 * @property {string} name
 * @property {number} [height]
 * @property {'hill' | 'lake'} kind
 */

/** @returns {Promise<Place[]>} */
async function findPlaces() {
  return []
}

/**
 * Finds places.
 *
 * Ordered by name.
 * @deprecated use /api/places
 * @tag places
 */
export default async function handler(req, res) {
  const { q, limit = '10', near } = req.query
  if (!q) return res.status(400).json({ error: 'q is required' })
  const session = req.cookies.session
  const [lat] = near.split(',')
  res.status(200).json({ q, lat, limit: parseInt(limit, 10), places: await findPlaces(), signedIn: !!session })
}
