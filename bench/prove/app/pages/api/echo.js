export default function handler(req, res) {
  res.status(200).json({ got: typeof req.body })
}
