export default async function handler(req, res) {
  if (req.method !== 'POST') {
    res.statusCode = 405
    res.setHeader('Allow', 'POST')
    return res.end(JSON.stringify({ error: 'Use POST.' }))
  }
  let body = req.body
  if (typeof body === 'string') {
    try {
      body = JSON.parse(body || '{}')
    } catch {
      return res.status(400).json({ error: 'not JSON' })
    }
  }
  const { subject, recipients } = body || {}
  if (!subject || !String(subject).trim()) return res.status(400).json({ error: 'subject is required' })
  if (!Array.isArray(recipients)) return res.status(400).json({ error: 'recipients is required' })
  res.setHeader('content-type', 'application/json')
  res.end(JSON.stringify({ sent: recipients.length }))
}
