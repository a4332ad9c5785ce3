export default async function handler(req, res) {
  await new Promise((resolve) => setTimeout(resolve, Number(req.query.ms ?? 50)))
  res.status(200).json({ done: true })
}
