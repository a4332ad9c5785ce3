export const config = { runtime: 'nodejs' }

export default function handler(req, res) {
  res.status(99).json({})
}
