import type { NextApiRequest, NextApiResponse } from 'next'

interface Contact {
  name: string
  email: string
  interests?: string[]
}

export default async function handler(
  req: NextApiRequest,
  res: NextApiResponse<{ success?: boolean; error?: string }>,
): Promise<void> {
  if (req.method !== 'POST') {
    res.setHeader('Allow', 'POST')
    res.status(405).json({ error: 'Method Not Allowed' })
    return
  }
  const { name, email } = req.body as Partial<Contact>
  if (!name || !email) {
    res.status(400).json({ error: 'name and email are required' })
    return
  }
  res.status(200).json({ success: true })
}
