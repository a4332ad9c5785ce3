export default function handler(req, res) {
  if (req.method === 'GET') return res.status(200).json({ message: 'GET request received!' })
  res.setHeader('Allow', 'GET')
  res.status(405).json({ message: 'Method Not Allowed' })
}
