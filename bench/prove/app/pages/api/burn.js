export default function handler(req, res) {
  const end = performance.now() + 300
  while (performance.now() < end);
  res.status(200).json({ burnt: true })
}
