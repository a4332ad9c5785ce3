import passport from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'

const users = [{ id: 'u1', username: 'ann', password: 'pw' }]

passport.use(
  new LocalStrategy((username: string, password: string, done: any) => {
    const user = users.find((u) => u.username === username && u.password === password)
    return user ? done(null, user) : done(null, false, { message: 'Invalid credentials' })
  }),
)
passport.serializeUser((user: any, done: any) => done(null, user.id))
passport.deserializeUser((id: string, done: any) => done(null, users.find((u) => u.id === id) ?? false))

export default passport
