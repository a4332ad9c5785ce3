export default function handler(req, res) {
  return new Promise((resolve, reject) => {
    res.writeHead(200, { 'Content-Type': 'text/plain' })
    res.write('half an answer', () => reject(new Error('the other half')))
  })
}
