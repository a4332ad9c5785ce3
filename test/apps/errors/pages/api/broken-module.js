throw new Error('this module never loads')
export default function handler(req, res) {
  res.end()
}
