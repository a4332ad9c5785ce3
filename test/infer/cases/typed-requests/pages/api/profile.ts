import type { NextApiHandler } from 'next'

type Profile = { name: string; links: string[] }

declare function load(): Promise<Profile | undefined>

const handler: NextApiHandler<Profile | null> = async (req, res) => {
  if (req.method !== 'GET') return res.status(405).json(null)
  const profile = await load()
  res.json(profile ?? null)
}

export default handler
