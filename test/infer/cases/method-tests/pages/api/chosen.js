const list = (req, res) => res.json({ list: true })
const add = (req, res) => res.status(201).json({ added: req.body.name })

export default async function handler(req, res) {
  let run
  if (req.method === 'GET') run = list
  else if (req.method === 'POST') run = add
  if (!run) return res.status(405).end()
  return run(req, res)
}
