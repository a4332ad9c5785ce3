import { beginSession, endSession, findUser } from '../../../lib/session'
import { isPassword } from '../../../lib/users'

/** A session kept on the server, its id in a cookie. */
export default async function session(req, res) {
  if (req.method === 'POST') {
    const { user, password } = req.body
    if (!(await isPassword(String(user), String(password))))
      return res.status(401).json({ message: 'Wrong name or password.' })
    res.setHeader('Set-Cookie', beginSession(user))
    return res.status(201).json({ user })
  }
  if (req.method === 'DELETE') {
    res.setHeader('Set-Cookie', endSession(req.cookies.session))
    return res.status(204).end()
  }
  if (req.method !== 'GET') return res.status(405).json({ message: 'Method Not Allowed' })
  const user = findUser(req.cookies.session)
  return user ? res.status(200).json({ user }) : res.status(401).json({ message: 'Log in first.' })
}
