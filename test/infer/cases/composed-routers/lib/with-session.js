import nextConnect from 'next-connect'

async function session(req, res, next) {
  req.seat = 12
  next()
}

export const withSession = (handler) => nextConnect().use(session).use(handler)
