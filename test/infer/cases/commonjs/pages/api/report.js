const { sendJson } = require('../../lib/reply')

module.exports = async function handler(req, res) {
  if (req.method !== 'GET') {
    res.setHeader('Allow', 'GET')
    sendJson(res, 405, { error: 'Method not allowed.' })
    return
  }
  sendJson(res, 200, { orders: [{ id: 1, paid: true }] })
}
module.exports.config = { api: { externalResolver: true } }
