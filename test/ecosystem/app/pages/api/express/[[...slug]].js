// A whole Express app inside an API route, CommonJS style.
const express = require('express')

const app = express()
app.disable('x-powered-by')

const router = express.Router()
router.get('/', (req, res) => res.send('express root'))
router.get('/users/:id', (req, res) =>
  res.json({ id: req.params.id, q: req.query, originalUrl: req.originalUrl, baseUrl: req.baseUrl, ip: typeof req.ip }),
)
router.post('/json', express.json(), (req, res) => res.status(201).json({ body: req.body }))
router.get('/redirect', (req, res) => res.redirect(302, '/elsewhere'))
router.get('/cookie', (req, res) => {
  res.cookie('ex', 'press', { httpOnly: true })
  res.type('text/plain').send(`host=${typeof req.hostname} secure=${req.secure}`)
})
router.get('/error', () => {
  throw Object.assign(new Error('express error'), { status: 503 })
})
router.get('/stream', (req, res) => {
  res.type('text')
  res.write('a')
  setTimeout(() => res.end('b'), 30)
})
app.use('/api/express', router)
app.use((req, res) => res.status(404).json({ expressNotFound: req.path }))
app.use((err, req, res, next) => res.status(err.status || 500).json({ expressError: err.message }))

module.exports = app
module.exports.config = { api: { bodyParser: false, externalResolver: true } }
