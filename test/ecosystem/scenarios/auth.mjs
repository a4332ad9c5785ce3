import { BASE, lib, mask } from '../harness.mjs'

const oidcMasks = [
  [/code=[\w%.-]+/g, 'code=<code>'],
  [/state=[^&"\\]+/g, 'state=<state>'],
  [/code_challenge=[\w-]+/g, 'code_challenge=<cc>'],
  [/nonce=[\w-]+/g, 'nonce=<nonce>'],
  [/"jti":"[^"]+"/g, '"jti":"<jti>"'],
]

async function oauthRoundTrip(t, s, authorizeUrl) {
  t.ok(authorizeUrl.startsWith('http://127.0.0.1:4210/authorize?'), `authorize url is ${authorizeUrl}`)
  const u = new URL(authorizeUrl)
  t.ok(u.searchParams.get('redirect_uri').startsWith(BASE), `redirect_uri is ${u.searchParams.get('redirect_uri')}`)
  t.ok(u.searchParams.get('code_challenge'), 'pkce challenge')
  const idp = await fetch(authorizeUrl, { redirect: 'manual' })
  const back = idp.headers.get('location')
  t.ok(back?.startsWith(BASE), `idp redirects back to us: ${back}`)
  return s.get(back)
}

// ------------------------------------------------------------------ next-auth v4
async function nextAuthV4(t, prefix, { oauth, protectedPaths }) {
  t.maskMore(...oidcMasks)
  const s = t.session()
  const csrfRes = await s.get(`${prefix}/csrf`)
  const csrfToken = csrfRes.json.csrfToken
  t.match(csrfToken, /^[0-9a-f]{64}$/, 'csrf token')
  t.ok(
    csrfRes.setCookies.some((c) => c.startsWith('next-auth.csrf-token=') && /HttpOnly/i.test(c)),
    'csrf cookie',
  )
  const providers = (await s.get(`${prefix}/providers`)).json
  t.eq(Object.keys(providers), ['credentials', 'mock-oidc'], 'providers')
  t.ok(
    providers.credentials.signinUrl.startsWith(`${BASE}/api/auth/signin`),
    `signinUrl ${providers.credentials.signinUrl}`,
  )
  t.eq((await s.get(`${prefix}/session`)).json, {}, 'no session yet')
  for (const p of protectedPaths) t.eq((await s.get(p)).status, 401, `${p} before sign in`)

  const signinPage = await s.get(`${prefix}/signin`)
  t.eq(signinPage.status, 200, 'signin page')
  t.match(signinPage.headers['content-type'], /text\/html/, 'signin page type')
  t.match(signinPage.text, /name="csrfToken" value="[0-9a-f]{64}"/, 'signin page embeds csrf')

  const bad = await s.post(`${prefix}/callback/credentials`, {
    form: { csrfToken, username: 'jsmith', password: 'nope', json: 'true' },
  })
  t.eq(bad.status, 401, 'wrong password status')
  t.match(bad.json.url, /error=CredentialsSignin/, 'wrong password url')

  const noCsrf = await s.post(`${prefix}/callback/credentials`, {
    form: { csrfToken: 'x', username: 'jsmith', password: 'secret', json: 'true' },
  })
  t.match(noCsrf.json.url, /csrf=true/, 'bad csrf is sent back to signin')
  t.ok(!s.jar.has('next-auth.session-token'), 'no session cookie from bad csrf')

  const good = await s.post(`${prefix}/callback/credentials`, {
    form: { csrfToken, username: 'jsmith', password: 'secret', json: 'true', callbackUrl: `${BASE}/dashboard` },
  })
  t.eq([good.status, good.json.url], [200, `${BASE}/dashboard`], 'sign in')
  t.ok(s.jar.has('next-auth.session-token'), 'session cookie')
  const session = (await s.get(`${prefix}/session`)).json
  t.eq(
    [session.user, session.uid, session.provider],
    [{ name: 'J Smith', email: 'jsmith@example.com' }, '1', 'credentials'],
    'session',
  )
  for (const p of protectedPaths) t.eq((await s.get(p)).status, 200, `${p} after sign in`)

  const out = await s.post(`${prefix}/signout`, { form: { csrfToken, json: 'true', callbackUrl: `${BASE}/bye` } })
  t.eq([out.status, out.json.url], [200, `${BASE}/bye`], 'sign out')
  t.ok(!s.jar.has('next-auth.session-token'), 'session cookie cleared')
  t.eq((await s.get(`${prefix}/session`)).json, {}, 'session after sign out')

  if (oauth) {
    const o = t.session()
    const token = (await o.get(`${prefix}/csrf`)).json.csrfToken
    const start = await o.post(`${prefix}/signin/mock-oidc`, {
      form: { csrfToken: token, json: 'true', callbackUrl: `${BASE}/after` },
    })
    const cb = await oauthRoundTrip(t, o, start.json.url)
    t.eq([cb.status, cb.location], [302, '<base>/after'], 'oauth callback redirect')
    const os = (await o.get(`${prefix}/session`)).json
    t.eq([os.user.name, os.provider, os.uid], ['John Doe', 'mock-oidc', 'johndoe'], 'oauth session')
    // form post without json -> plain 302
    const plain = await o.post(`${prefix}/signout`, { form: { csrfToken: token } })
    t.eq(plain.status, 302, 'plain signout is a redirect')
  }
}

lib('next-auth@4 (pages)', { pkg: 'next-auth', kind: 'auth', router: 'pages' }, async (t) => {
  await nextAuthV4(t, '/api/auth', {
    oauth: true,
    protectedPaths: ['/api/next-auth/session', '/api/app/next-auth-v4-protected'],
  })
  const s = t.session()
  t.eq((await s.get('/api/next-auth/token')).text, 'null', 'getToken without session')
  t.eq((await s.get('/api/auth/nonsense')).status, 400, 'unknown action')
})
lib('next-auth@4 (app)', { pkg: 'next-auth', kind: 'auth', router: 'app' }, (t) =>
  nextAuthV4(t, '/api/app/next-auth-v4', {
    oauth: false,
    protectedPaths: ['/api/app/next-auth-v4-protected', '/api/next-auth/session'],
  }),
)

// ------------------------------------------------------------------ Auth.js v5
lib('next-auth@5-beta (app)', { pkg: 'next-auth-v5', kind: 'auth', router: 'app+pages' }, async (t) => {
  t.maskMore(...oidcMasks)
  const prefix = '/api/app/auth-v5'
  const s = t.session()
  t.eq((await s.get(`${prefix}/session`)).text, 'null', 'no session')
  t.eq(Object.keys((await s.get(`${prefix}/providers`)).json), ['credentials', 'mock-oidc'], 'providers')
  t.eq((await s.get('/api/app/auth-v5-protected')).status, 401, 'auth() wrapper 401')
  t.eq((await s.post('/api/app/auth-v5-protected')).status, 401, 'auth() call 401')
  t.eq((await s.get('/api/next-auth-v5/session')).status, 401, 'auth(req,res) 401')
  const { csrfToken } = (await s.get(`${prefix}/csrf`)).json
  const page = await s.get(`${prefix}/signin`)
  t.eq(page.status, 200, 'signin page')
  t.match(page.headers['content-type'], /text\/html/, 'signin page type')
  const h = { 'x-auth-return-redirect': '1', origin: BASE }
  const bad = await s.post(`${prefix}/callback/credentials`, {
    form: { csrfToken, username: 'jsmith', password: 'x' },
    headers: h,
  })
  t.match(bad.json.url, /error=CredentialsSignin&code=credentials/, 'wrong password')
  const good = await s.post(`${prefix}/callback/credentials`, {
    form: { csrfToken, username: 'jsmith', password: 'secret', callbackUrl: `${BASE}/dash` },
    headers: h,
  })
  t.eq(good.json.url, `${BASE}/dash`, 'sign in')
  t.ok(s.jar.has('authjs.session-token'), 'session cookie')
  const ses = (await s.get(`${prefix}/session`)).json
  t.eq([ses.user.email, ses.uid, ses.provider], ['jsmith@example.com', '1', 'credentials'], 'session')
  const prot = await s.get('/api/app/auth-v5-protected')
  t.eq(
    [prot.status, prot.json.via, prot.json.auth.user.name, prot.json.pathname],
    [200, 'wrapper', 'J Smith', '/api/app/auth-v5-protected'],
    'wrapper',
  )
  t.eq(
    (await s.post('/api/app/auth-v5-protected')).json,
    { via: 'auth()', user: { name: 'J Smith', email: 'jsmith@example.com' } },
    'auth()',
  )
  t.eq((await s.get('/api/next-auth-v5/session')).json.user.name, 'J Smith', 'auth(req,res) in pages')
  const out = await s.post(`${prefix}/signout`, { form: { csrfToken, callbackUrl: `${BASE}/bye` } })
  t.eq([out.status, out.location], [302, '<base>/bye'], 'sign out')
  t.ok(!s.jar.has('authjs.session-token'), 'cookie cleared')

  const o = t.session()
  const tok = (await o.get(`${prefix}/csrf`)).json.csrfToken
  const start = await o.post(`${prefix}/signin/mock-oidc`, {
    form: { csrfToken: tok, callbackUrl: `${BASE}/after` },
    headers: h,
  })
  const cb = await oauthRoundTrip(t, o, start.json.url)
  t.eq([cb.status, cb.location], [302, '<base>/after'], 'oidc callback')
  t.eq((await o.get(`${prefix}/session`)).json.provider, 'mock-oidc', 'oidc session')

  // server-side signIn()/signOut()
  const d = t.session()
  const direct = await d.post('/api/app/auth-v5-signin', { json: { username: 'jsmith', password: 'secret' } })
  t.eq([direct.status, direct.location], [307, '/after-login'], 'signIn() + redirect()')
  t.ok(d.jar.has('authjs.session-token'), 'signIn() set the cookie through next/headers')
  const bye = await d.req('DELETE', '/api/app/auth-v5-signin')
  t.eq([bye.status, bye.location?.replace('<base>', '')], [307, '/bye'], 'signOut() redirect')
  t.ok(!d.jar.has('authjs.session-token'), 'signOut() cleared the cookie')
})

// ------------------------------------------------------------------ better-auth
async function betterAuth(t, prefix) {
  t.maskMore(
    [/"token":"[\w.-]+"/g, '"token":"<token>"'],
    [/session_token=[\w%.-]+/g, 'session_token=<token>'],
    [/"(id|userId)":"\w{20,}"/g, '"$1":"<id>"'],
  )
  const s = t.session()
  const email = `u-${t.uid}@example.com`
  const h = { origin: BASE }
  t.eq((await s.get(`${prefix}/ok`)).json, { ok: true }, 'ok endpoint')
  t.eq((await s.get(`${prefix}/get-session`)).json, null, 'no session')
  const up = await s.post(`${prefix}/sign-up/email`, {
    json: { name: 'Eco', email, password: 'password1234' },
    headers: h,
  })
  t.eq([up.status, up.json.user?.email], [200, email], 'sign up')
  t.ok(s.jar.has('better-auth.session_token'), 'session cookie after sign up')
  t.eq((await s.get(`${prefix}/get-session`)).json.user.email, email, 'session')
  const out = await s.post(`${prefix}/sign-out`, { json: {}, headers: h })
  t.eq(out.json, { success: true }, 'sign out')
  t.ok(!s.jar.has('better-auth.session_token'), 'cookie cleared')
  const bad = await s.post(`${prefix}/sign-in/email`, { json: { email, password: 'wrong-password' }, headers: h })
  t.eq([bad.status, bad.json.code], [401, 'INVALID_EMAIL_OR_PASSWORD'], 'wrong password')
  const evil = await s.post(`${prefix}/sign-in/email`, {
    json: { email, password: 'password1234' },
    headers: { origin: 'https://evil.example', cookie: 'x=1' },
  })
  t.eq(evil.status, 403, 'foreign origin is refused (origin is derived from the request)')
  const good = await s.post(`${prefix}/sign-in/email`, { json: { email, password: 'password1234' }, headers: h })
  t.eq(good.status, 200, 'sign in')
  t.eq((await s.get(`${prefix}/nope`)).status, 404, 'unknown endpoint')
  return { s, email }
}
lib('better-auth (app)', { pkg: 'better-auth', kind: 'auth', router: 'app' }, async (t) => {
  const { s, email } = await betterAuth(t, '/api/app/better-auth')
  t.eq((await s.get('/api/app/better-auth-protected')).json, { email, name: 'Eco' }, 'auth.api.getSession')
  const n = t.session()
  t.eq((await n.get('/api/app/better-auth-protected')).status, 401, 'no cookie')
  t.eq(
    (await n.post('/api/app/better-auth-protected', { json: { email, password: 'password1234' } })).json,
    { signedInAs: email },
    'auth.api.signInEmail',
  )
  t.ok(n.jar.has('better-auth.session_token'), 'nextCookies() wrote the cookie through next/headers')
  t.eq((await n.get('/api/app/better-auth-protected')).status, 200, 'signed in by nextCookies')
})
lib('better-auth (pages)', { pkg: 'better-auth', kind: 'auth', router: 'pages' }, async (t) => {
  await betterAuth(t, '/api/better-auth')
})

// ------------------------------------------------------------------ sessions and JWTs
lib('iron-session (pages)', { pkg: 'iron-session', kind: 'auth', router: 'pages' }, async (t) => {
  const s = t.session()
  t.eq((await s.get('/api/iron-session/user')).status, 401, 'anonymous')
  t.eq(
    (await s.post('/api/iron-session/login', { json: { username: 'alison' } })).json,
    { username: 'alison', isLoggedIn: true },
    'login',
  )
  t.eq((await s.get('/api/iron-session/user')).json.views, 1, 'first view')
  t.eq((await s.get('/api/iron-session/user')).json, { username: 'alison', views: 2, isLoggedIn: true }, 'second view')
  const out = await s.req('DELETE', '/api/iron-session/user')
  t.eq([out.status, out.location], [307, '/'], 'res.redirect after destroy')
  t.eq((await s.get('/api/iron-session/user')).status, 401, 'logged out')
})
lib('iron-session (app)', { pkg: 'iron-session', kind: 'auth', router: 'app' }, async (t) => {
  const s = t.session()
  const login = await s.post('/api/app/iron-session', { form: { username: 'bob' } })
  // a form-encoded POST counts as an "action" for Next: redirect() answers 303, not 307
  t.eq([login.status, login.location], [303, '/api/app/iron-session'], 'redirect() after cookies().set')
  t.ok(s.jar.has('iron-session-demo'), 'cookie on the redirect response')
  t.eq((await s.get('/api/app/iron-session')).json, { username: 'bob', isLoggedIn: true }, 'session')
  t.eq((await s.get('/api/app/iron-session?action=logout')).json, { isLoggedIn: false }, 'logout')
  t.eq((await s.get('/api/app/iron-session')).json.isLoggedIn, false, 'logged out')
  // the seal is shared between the routers
  const p = t.session()
  await p.post('/api/iron-session/login', { json: { username: 'carol' } })
  t.eq((await p.get('/api/app/iron-session')).json.username, 'carol', 'pages session read by app route')
})
lib('next-session', { pkg: 'next-session', kind: 'auth', router: 'pages' }, async (t) => {
  t.maskMore([/next\.sid=[\w-]+/g, 'next.sid=<sid>'])
  const s = t.session()
  t.match((await s.get('/api/next-session')).text, /visited this website 1 time/, 'first')
  t.ok(s.jar.has('next.sid'), 'auto-commit hooked the end of the response')
  t.match((await s.get('/api/next-session')).text, /visited this website 2 time/, 'second')
  t.eq((await s.req('DELETE', '/api/next-session')).status, 204, 'destroy')
  t.match((await s.get('/api/next-session')).text, / 1 time/, 'new session')
})
lib('jose + server-only + next/headers', { pkg: 'jose', kind: 'auth', router: 'app' }, async (t) => {
  const s = t.session()
  const anon = await s.get('/api/app/jose')
  t.eq(
    [anon.status, anon.location],
    [307, '<base>/login'],
    'anonymous is redirected (absolute URL from request.nextUrl)',
  )
  const login = await s.post('/api/app/jose', { json: { userId: 'u42' } })
  t.eq(login.json, { ok: true }, 'login')
  t.match(
    login.setCookies[0],
    /^jose-session=eyJ[^;]+; Path=\/; Expires=Fri, 01 Jan 2038 00:00:00 GMT; HttpOnly; SameSite=lax$/i,
    'cookie attributes',
  )
  t.eq((await s.get('/api/app/jose')).json, { userId: 'u42', same: true }, 'session')
  const out = await s.req('DELETE', '/api/app/jose')
  t.eq([out.status, s.jar.has('jose-session')], [204, false], 'logout')
  const tampered = await s.get('/api/app/jose', {
    headers: { cookie: 'jose-session=eyJhbGciOiJIUzI1NiJ9.eyJ1c2VySWQiOiJ4In0.xxxx' },
  })
  t.eq(tampered.status, 307, 'tampered token')
})
lib('jsonwebtoken + bcryptjs + cookie', { pkg: 'jsonwebtoken', kind: 'auth', router: 'pages' }, async (t) => {
  const s = t.session()
  t.eq((await s.get('/api/jsonwebtoken/me')).json, { error: 'JsonWebTokenError' }, 'no token')
  t.eq(
    (await s.post('/api/jsonwebtoken/login', { json: { email: 'a@b.c', password: 'no' } })).status,
    401,
    'bad password',
  )
  const login = await s.post('/api/jsonwebtoken/login', { json: { email: 'a@b.c', password: 'hunter2' } })
  t.eq(login.setCookies.length, 2, 'two cookies')
  t.eq((await s.get('/api/jsonwebtoken/me')).json, { email: 'a@b.c' }, 'cookie')
  t.eq(
    (await t.session().get('/api/jsonwebtoken/me', { headers: { authorization: `Bearer ${login.json.token}` } })).json,
    { email: 'a@b.c' },
    'bearer',
  )
})
lib('passport + express-session + next-connect', { pkg: 'passport', kind: 'auth', router: 'pages' }, async (t) => {
  t.maskMore([/express\.sid=[\w%.-]+/g, 'express.sid=<sid>'])
  const s = t.session()
  t.eq((await s.get('/api/passport/user')).json, { user: null }, 'anonymous')
  const bad = await s.post('/api/passport/login', { json: { username: 'ann', password: 'x' } })
  t.eq([bad.status, bad.text], [401, 'Unauthorized'], 'passport writes the 401 itself')
  t.eq(
    (await s.post('/api/passport/login', { json: { username: 'ann', password: 'pw' } })).json,
    { user: { id: 'u1', username: 'ann' } },
    'login',
  )
  t.eq((await s.get('/api/passport/user')).json, { user: { id: 'u1', username: 'ann' } }, 'session')
  t.eq((await s.req('DELETE', '/api/passport/user')).status, 204, 'logout')
  t.eq((await s.get('/api/passport/user')).json, { user: null }, 'logged out')
})
lib('nookies', { pkg: 'nookies', kind: 'auth', router: 'pages' }, async (t) => {
  const s = t.session()
  const r = await s.get('/api/nookies', { headers: { cookie: 'a=1; b=two%20words' } })
  t.eq(r.json, { parsedCookies: { a: '1', b: 'two words' } }, 'parse')
  t.eq(
    r.setCookies.map((c) => c.split(';')[0]),
    ['fromGet=value', 'second=a%20b', 'old='],
    'appended Set-Cookie',
  )
})
lib('cookies-next (pages)', { pkg: 'cookies-next', kind: 'auth', router: 'pages' }, async (t) => {
  const r = await t.session().get('/api/cookies-next', { headers: { cookie: 'gone=1; keep=2' } })
  t.eq(
    r.json,
    { justSet: 'value', all: { keep: '2', 'server-key': 'value' } },
    'setCookie/getCookie/deleteCookie mutate req.cookies',
  )
  t.eq(r.setCookies.length, 2, 'two Set-Cookie')
})
lib('cookies-next (app)', { pkg: 'cookies-next', kind: 'auth', router: 'app' }, async (t) => {
  const s = t.session()
  const r = await s.get('/api/app/cookies-next', { headers: { cookie: 'seen=yes' } })
  t.eq([r.json.seen, r.setCookies.length], ['yes', 1], 'NextResponse.cookies')
  const p = await s.post('/api/app/cookies-next')
  t.eq(p.json, { has: true, value: 'v1' }, 'read back after set through cookies()')
  t.ok(s.jar.get('test1') === 'v1', 'cookie arrived')
})
lib('cookies (keygrip)', { pkg: 'cookies', kind: 'auth', router: 'pages' }, async (t) => {
  const s = t.session()
  t.match((await s.get('/api/cookies-lib')).text, /first time/, 'first')
  t.ok(s.jar.has('LastVisit.sig'), 'signature cookie')
  t.match((await s.get('/api/cookies-lib')).text, /since 2024-01-01/, 'signed value accepted')
  s.jar.set('LastVisit', 'forged')
  t.match((await s.get('/api/cookies-lib')).text, /first time/, 'forged value refused')
})
lib('@supabase/ssr', { pkg: '@supabase/ssr', kind: 'auth', router: 'app' }, async (t) => {
  t.maskMore([/base64-[\w-]+/g, '<sb>'])
  const s = t.session()
  t.eq((await s.get('/api/app/supabase')).status, 401, 'anonymous')
  const bad = await s.post('/api/app/supabase', { json: { email: 'eco@example.com', password: 'x' } })
  t.eq([bad.status, bad.json.error], [400, 'Invalid login credentials'], 'bad password')
  t.eq(
    (await s.post('/api/app/supabase', { json: { email: 'eco@example.com', password: 'secret' } })).json,
    { user: 'eco@example.com' },
    'sign in',
  )
  t.ok(
    [...s.jar.keys()].some((k) => k.startsWith('sb-')),
    'session cookie via cookieStore.set',
  )
  t.eq(
    (await s.get('/api/app/supabase')).json,
    { user: 'eco@example.com', todos: [{ id: 1, title: 'rls todo' }] },
    'getUser + rest',
  )
  t.eq((await s.req('DELETE', '/api/app/supabase')).status, 204, 'sign out')
  t.ok(![...s.jar.keys()].some((k) => k.startsWith('sb-')), 'cookies removed')
})
