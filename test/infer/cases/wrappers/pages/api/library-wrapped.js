import { withSentry } from 'some-monitoring'

async function handler(req, res) {
  if (req.method !== 'POST') return res.status(405).end()
  res.status(202).json({ accepted: true })
}

export default withSentry(handler)
