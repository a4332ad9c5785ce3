import nc from 'tiny-connect'

const createHandler = () =>
  nc({
    onError: (err, req, res) => res.status(err.status || 500).json({ error: err.message }),
    onNoMatch: (req, res) => res.status(404).end('not here'),
  })

const handler = createHandler()

handler.use((req, res, next) => {
  res.setHeader('X-Seen', '1')
  next()
})

handler.get(async (req, res) => {
  res.json({ list: [] })
})

handler.patch((req, res) => {
  const { note } = req.body
  if (!note) return res.status(422).json({ error: 'note' })
  res.status(200).json({ saved: true })
})

export default handler
