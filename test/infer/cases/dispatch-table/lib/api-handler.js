export function apiHandler(handlers) {
  return async (req, res) => {
    const method = req.method.toLowerCase()
    if (!handlers[method]) return res.status(405).end(`Method ${req.method} Not Allowed`)
    try {
      await handlers[method](req, res)
    } catch (err) {
      if (typeof err === 'string') return res.status(400).json({ message: err })
      return res.status(500).json({ message: err.message })
    }
  }
}
