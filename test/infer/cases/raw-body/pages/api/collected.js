function readJsonBody(req) {
  return new Promise((resolve, reject) => {
    const chunks = []
    req.on('data', (chunk) => chunks.push(chunk))
    req.on('end', () => {
      try {
        resolve(JSON.parse(Buffer.concat(chunks).toString()))
      } catch (error) {
        reject(error)
      }
    })
  })
}

module.exports = async (req, res) => {
  if (req.method !== 'POST') {
    res.statusCode = 405
    return res.end()
  }
  const { sessionId } = await readJsonBody(req)
  if (!sessionId) return res.status(400).json({ error: 'sessionId is required' })
  return res.status(200).json({ ok: true })
}
