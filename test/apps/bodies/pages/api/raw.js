export const config = { api: { bodyParser: false } }

export default async function handler(req, res) {
  const chunks = []
  for await (const chunk of req) chunks.push(chunk)
  res.json({ parsed: 'body' in req, raw: Buffer.concat(chunks).toString() })
}
