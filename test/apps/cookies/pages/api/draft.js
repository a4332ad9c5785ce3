export default function handler(req, res) {
  res.setHeader('Set-Cookie', 'first=1')
  res.setDraftMode({ enable: true }).json({ enabled: true })
}
