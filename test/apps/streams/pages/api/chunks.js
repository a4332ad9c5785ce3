export default async function handler(req, res) {
  for (const chunk of ['one ', 'two ', 'three']) {
    res.write(chunk)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  res.end()
}
