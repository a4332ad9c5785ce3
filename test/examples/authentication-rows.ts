import type { Row } from './ask.ts'

const LOGIN = { user: 'ada', password: 'lovelace' }

const cookie = (response: Response): { cookie: string } => ({
  cookie: response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; '),
})

/** Requests of the example, in order: four ways to say who one is. */
export const AUTHENTICATION: readonly Row[] = [
  {
    title: 'refuses a wrong password',
    path: '/api/login',
    json: { ...LOGIN, password: 'x' },
    method: 'POST',
    status: 401,
  },
  {
    title: 'refuses an unknown name',
    path: '/api/login',
    json: { user: 'x', password: 'x' },
    method: 'POST',
    status: 401,
  },
  {
    title: 'issues a token',
    path: '/api/login',
    method: 'POST',
    json: LOGIN,
    status: 200,
    keep: (_, text) => JSON.parse(text),
  },
  {
    title: 'reads the token',
    path: '/api/me',
    headers: { authorization: 'Bearer {token}' },
    status: 200,
    answer: { user: 'ada' },
  },
  {
    title: 'refuses a changed token',
    path: '/api/me',
    headers: { authorization: 'Bearer {token}x' },
    status: 401,
    has: { 'www-authenticate': /^Bearer$/ },
  },
  { title: 'has no session before', path: '/api/session', status: 401 },
  { title: 'begins a session', path: '/api/session', method: 'POST', json: LOGIN, status: 201, keep: cookie },
  {
    title: 'knows the session',
    path: '/api/session',
    headers: { cookie: '{cookie}' },
    status: 200,
    answer: { user: 'ada' },
  },
  {
    title: 'ends the session',
    path: '/api/session',
    method: 'DELETE',
    headers: { cookie: '{cookie}' },
    status: 204,
    has: { 'set-cookie': /Max-Age=0/ },
  },
  { title: 'forgets the session', path: '/api/session', headers: { cookie: '{cookie}' }, status: 401 },
  {
    title: 'counts in a cookie',
    path: '/api/visits',
    headers: { cookie: 'visits=4' },
    status: 200,
    answer: { visits: 5 },
  },
  { title: 'asks for an API key', path: '/api/reports', status: 401 },
  {
    title: 'takes the API key',
    path: '/api/reports?year=2025',
    headers: { 'x-api-key': 'key-for-development' },
    status: 200,
    answer: [{ year: 2025, orders: 90 }],
  },
  {
    title: 'checks what the contract says',
    path: '/api/reports?year=soon',
    headers: { 'x-api-key': 'key-for-development' },
    status: 422,
  },
  { title: 'tells /docs of the key', path: '/openapi.json', status: 200, answer: /"security":\s*\[\s*\{\s*"apiKey"/ },
  {
    title: 'gives a token against forged forms (Auth.js)',
    path: '/api/auth/csrf',
    status: 200,
    keep: (response, text) => ({ ...JSON.parse(text), ...cookie(response) }),
  },
  {
    title: 'logs in (Auth.js)',
    path: '/api/auth/callback/credentials?csrf={csrfToken}',
    method: 'POST',
    headers: { cookie: '{cookie}', 'content-type': 'application/x-www-form-urlencoded' },
    // Filled in by the test that runs this row: the body repeats the token.
    body: () => 'csrfToken={csrfToken}&user=ada&password=lovelace',
    status: 302,
    keep: cookie,
  },
  {
    title: 'knows who logged in (Auth.js)',
    path: '/api/auth/session',
    headers: { cookie: '{cookie}' },
    status: 200,
    answer: /"name":"ada"/,
  },
]
