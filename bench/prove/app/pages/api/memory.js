export default function handler(req, res) {
  globalThis.gc?.()
  res.status(200).json(process.memoryUsage())
}
