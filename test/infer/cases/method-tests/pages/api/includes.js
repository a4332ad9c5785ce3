const ALLOWED = ['GET', 'DELETE']
export default function handler(req, res) {
  if (!ALLOWED.includes(req.method)) return res.status(405).end()
  const isGet = req.method === 'GET'
  res.status(200).json({ isGet })
}
