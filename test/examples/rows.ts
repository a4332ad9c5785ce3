import type { Row } from './ask.ts'
import { AUTHENTICATION } from './authentication-rows.ts'

const PNG = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])

function toForm(fields: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

/** Requests of each example, in order; what one keeps, later ones may send. */
export const ROWS: Readonly<Record<string, readonly Row[]>> = {
  quickstart: [
    { title: 'says hello', path: '/api/hello', status: 200, answer: { message: 'Hello, API Route!' } },
    { title: 'tells POST', path: '/api/methods', method: 'POST', status: 200, answer: /POST request/ },
    { title: 'reads the path', path: '/api/123', status: 200, answer: { message: 'Received ID: 123' } },
    { title: 'names its methods', path: '/api/methods', method: 'PUT', status: 405, has: { allow: /^GET, POST$/ } },
    { title: 'titles its document', path: '/openapi.json', status: 200, answer: /"title":\s*"quickstart"/ },
  ],
  middleware: [
    {
      title: 'measures every answer in Express, and marks it in proxy.ts',
      path: '/api/greeting',
      status: 200,
      answer: /^\{"greeting":"Good morning","visitor":"[\w-]{36}"\}$/,
      has: { 'server-timing': /^total;dur=/, 'x-proxied': /^yes$/ },
    },
    {
      title: 'rewrites a path',
      path: '/api/hi',
      headers: { 'x-visitor': 'me' },
      status: 200,
      answer: { greeting: 'Good morning', visitor: 'me' },
    },
    {
      title: 'hands a header from proxy.ts to the handler',
      path: '/api/greeting',
      headers: { 'accept-language': 'pl', 'x-visitor': 'me' },
      status: 200,
      answer: { greeting: 'Dzień dobry', visitor: 'me' },
    },
    {
      title: 'refuses in proxy.ts',
      path: '/api/admin/report',
      status: 403,
      answer: { message: 'Only for administrators.' },
    },
    {
      title: 'lets an administrator through',
      path: '/api/admin/report',
      headers: { cookie: 'role=admin' },
      status: 200,
      answer: { orders: 12 },
    },
    { title: 'has a route of Express', path: '/api/version', status: 200, answer: /"version"/ },
    { title: 'closes a path in Express', path: '/api/maintenance', status: 503, has: { 'retry-after': /^120$/ } },
    {
      title: 'answers a preflight',
      path: '/api/greeting',
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'GET' },
      status: 204,
      has: { 'access-control-allow-origin': /^https:\/\/shop\.example$/, 'access-control-allow-credentials': /^true$/ },
    },
  ],
  authentication: AUTHENTICATION,
  uploads: [
    {
      title: 'takes a picture from a form',
      path: '/api/pictures',
      method: 'POST',
      body: () => toForm({ title: 'Cat', picture: new File([PNG], '../../cat.png', { type: 'image/png' }) }),
      status: 201,
      answer: /^\{"id":"[\w-]{36}\.png","title":"Cat","size":8\}$/,
      keep: (response) => ({ location: response.headers.get('location') ?? '' }),
    },
    {
      title: 'sends the picture back',
      path: '{location}',
      status: 200,
      answer: /PNG/,
      has: { 'content-type': /^application\/octet-stream$/ },
    },
    {
      title: 'misses a picture',
      path: '/api/pictures',
      method: 'POST',
      body: () => toForm({ title: 'Cat' }),
      status: 422,
    },
    {
      title: 'refuses another type',
      path: '/api/pictures',
      method: 'POST',
      body: () => toForm({ picture: new File(['<svg/>'], 'a.svg', { type: 'image/svg+xml' }) }),
      status: 415,
    },
    {
      title: 'streams a file to disk',
      path: '/api/files/big.bin',
      method: 'PUT',
      body: () => new Blob(Array.from({ length: 64 }, () => new Uint8Array(65_536))).stream(),
      status: 201,
      answer: { name: 'big.bin', size: 4_194_304 },
    },
    { title: 'stays in its folder', path: '/api/files/..%2Fx', method: 'PUT', body: () => 'x', status: 400 },
    { title: 'has no other files', path: '/api/files/none', status: 404 },
    {
      title: 'reads a stream in a Node-style handler',
      path: '/api/checksum',
      method: 'POST',
      body: () => 'abc',
      status: 200,
      answer: { sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', size: 3 },
    },
    {
      title: 'takes a note',
      path: '/api/note',
      method: 'POST',
      json: { text: 'short' },
      status: 201,
      answer: { length: 5 },
    },
    { title: 'refuses a long note', path: '/api/note', method: 'POST', json: { text: 'x'.repeat(2000) }, status: 413 },
  ],
  graphql: [
    {
      title: 'answers a query',
      path: '/api/graphql',
      method: 'POST',
      json: { query: '{ books { title } }' },
      status: 200,
      answer: { data: { books: [{ title: 'Solaris' }] } },
    },
    {
      title: 'changes something',
      path: '/api/graphql',
      method: 'POST',
      json: {
        query: 'mutation ($title: String!) { addBook(title: $title, author: "Le Guin") { id title } }',
        variables: { title: 'The Dispossessed' },
      },
      status: 200,
      answer: { data: { addBook: { id: '2', title: 'The Dispossessed' } } },
    },
    {
      title: 'answers GET',
      path: `/api/graphql?query=${encodeURIComponent('{ book(id: 1) { author } }')}`,
      status: 200,
      answer: { data: { book: { author: 'Stanisław Lem' } } },
    },
    {
      title: 'explains a mistake',
      path: '/api/graphql',
      method: 'POST',
      json: { query: '{ films { title } }' },
      status: 200,
      answer: /Cannot query field \\"films\\"/,
    },
    {
      title: 'streams a subscription',
      path: '/api/graphql',
      method: 'POST',
      headers: { accept: 'text/event-stream' },
      json: { query: 'subscription { countdown(from: 2) }' },
      status: 200,
      answer: /countdown":2[^]*countdown":1[^]*countdown":0[^]*event: complete/,
      has: { 'content-type': /^text\/event-stream/ },
    },
    {
      title: 'shows GraphiQL',
      path: '/api/graphql',
      headers: { accept: 'text/html' },
      status: 200,
      answer: /GraphiQL/,
    },
  ],
  'ai-chat': [
    {
      title: 'streams what the model says, word by word',
      path: '/api/chat',
      method: 'POST',
      json: { messages: [{ role: 'user', parts: [{ type: 'text', text: 'good morning' }] }] },
      status: 200,
      answer: /"delta":"You "[^]*"delta":"said: "[^]*"delta":"good "[^]*"delta":"morning"[^]*\[DONE\]/,
      has: { 'content-type': /^text\/event-stream/ },
    },
  ],
  'next-front-end': [
    {
      title: 'serves the API of a project whose pages are elsewhere',
      path: '/api/quotes',
      status: 200,
      answer: /"by":"Herman Melville"/,
    },
    { title: 'leaves the pages to the front end', path: '/', status: 404 },
  ],
}
