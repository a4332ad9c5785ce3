import { CLOSE, HOST, get, post, row, type ProtocolRow } from './protocol-row.ts'

const COLON_RULE =
  'RFC 9112 §5.1: A server MUST reject, with a response status code of 400 (Bad Request), any received request message ' +
  'that contains whitespace between a header field name and colon.'
const CR_RULE =
  'RFC 9112 §2.2: A recipient of such a bare CR MUST consider that element to be invalid or replace each bare CR with ' +
  'SP before processing the element or forwarding the message.'
const LF_RULE =
  'RFC 9112 §2.2: a recipient MAY recognize a single LF as a line terminator; what is read in two ways is refused.'
const NUL_RULE =
  'RFC 9110 §5.5: a recipient of CR, LF, or NUL within a field value MUST either reject the message or replace each of ' +
  'those characters with SP.'
const NAME_RULE = 'RFC 9110 §5.1: field-name = token; no other character can be in it, and at least one must.'

export const HEADER_ROWS: readonly ProtocolRow[] = [
  row('a space before the colon is refused', COLON_RULE, get('/api/echo', 'X-A : b\r\n'), [400]),
  row(
    'a folded header is refused',
    'RFC 9112 §5.2: A server that receives an obs-fold in a request message MUST either reject the message …',
    get('/api/echo', 'X-A: b\r\n c\r\n'),
    [400],
  ),
  row(
    'white space before the first header is refused',
    'RFC 9112 §2.2: A recipient that receives whitespace between the start-line and the first header field MUST either ' +
      'reject the message as invalid or …',
    `GET /api/echo HTTP/1.1\r\n ${HOST}\r\n`,
    [400],
  ),
  row('a header without a name is refused', NAME_RULE, get('/api/echo', ': b\r\n'), [400]),
  row('a header without a colon is refused', NAME_RULE, get('/api/echo', 'X-A b\r\n'), [400]),
  row('brackets in a header name are refused', NAME_RULE, get('/api/echo', 'X[A]: b\r\n'), [400]),
  row('a tab in a header name is refused', NAME_RULE, get('/api/echo', 'X\tA: b\r\n'), [400]),
  row('other than ASCII in a header name is refused', NAME_RULE, get('/api/echo', 'X\xe9: b\r\n'), [400]),
  row('NUL in a header value is refused', NUL_RULE, get('/api/echo', 'X-A: a\0b\r\n'), [400]),
  row('a bare CR in a header value is refused', CR_RULE, get('/api/echo', 'X-A: a\rb\r\n'), [400]),
  row('CR alone ends no line', CR_RULE, 'GET /api/echo HTTP/1.1\rHost: a\r\r', [400]),
  row('LF alone ends no request line', LF_RULE, `GET /api/echo HTTP/1.1\n${HOST}\r\n`, [400]),
  row('LF alone ends no header', LF_RULE, `GET /api/echo HTTP/1.1\r\nHost: a\nX: b\r\n\r\n`, [400]),
  row('LF alone ends no head', LF_RULE, `GET /api/echo HTTP/1.1\nHost: a\n\n`, [400]),
  row(
    'an empty line before the request is ignored',
    'RFC 9112 §2.2: a server SHOULD ignore at least one empty line (CRLF) received prior to the request-line.',
    `\r\n${get('/api/echo')}`,
    [200],
  ),
  row(
    'more headers than allowed are 431',
    'RFC 6585 §5: the server is unwilling to process the request because its header fields are too large.',
    get('/api/echo', Array.from({ length: 99 }, (_, at) => `X-${at}: 1\r\n`).join('')),
    [431],
  ),
  row(
    'as many headers as allowed are taken',
    'The limit is 100: Host, Connection and 98 more.',
    get('/api/echo', Array.from({ length: 98 }, (_, at) => `X-${at}: 1\r\n`).join('')),
    [200],
  ),
  row(
    'headers over the size limit are 431',
    'RFC 9110 §5.4: A server that receives a field larger than it wishes to process MUST respond with an appropriate ' +
      '4xx (Client Error) status code.',
    get('/api/echo', `X-A: ${'a'.repeat(17_000)}\r\n`),
    [431],
  ),
  row(
    'a header name of __proto__ changes nothing',
    'CVE-2026-21710: objects keyed by what a client sends.',
    get('/api/echo', '__proto__: x\r\nconstructor: y\r\n'),
    [200],
    { matches: /"polluted":null/ },
  ),
]

export const CONTENT_ROWS: readonly ProtocolRow[] = [
  row(
    'prototype keys in a query are ordinary ones',
    'Objects keyed by what a client sends.',
    get('/api/echo?__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__=2'),
    [200],
    { matches: /"__proto__\[polluted\]":"1"[^]*"polluted":null/ },
  ),
  row(
    'prototype keys in cookies are ordinary ones',
    'Objects keyed by what a client sends.',
    get('/api/echo', 'Cookie: __proto__=1; constructor=2; a=3\r\n'),
    [200],
    { matches: /"cookies":\{"__proto__":"1","constructor":"2","a":"3"\}[^]*"polluted":null/ },
  ),
  row(
    'prototype keys in JSON are ordinary ones',
    'Objects keyed by what a client sends.',
    post(`Content-Type: application/json\r\nContent-Length: 31\r\n${CLOSE}`, '{"__proto__":{"polluted":true}}'),
    [200],
    { matches: /"body":\{"__proto__":\{"polluted":true\}\}[^]*"polluted":null/ },
  ),
  row(
    'a header value with a line end is answered 500, and adds no header',
    'RFC 9110 §5.5: field values containing CR, LF, or NUL characters are invalid and dangerous.',
    get('/api/header?value=a%0d%0aX-Injected:%201'),
    [500],
    { lacks: /^X-Injected/im },
  ),
  row(
    'a redirect with a line end adds no header',
    'RFC 9110 §5.5, as above.',
    get('/api/redirect?to=/a%0d%0aX-Injected:%201'),
    [500],
    { lacks: /^X-Injected/im },
  ),
  ...[
    '/api/../../../../etc/passwd',
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/package.json',
    '/files/..%5c..%5cx',
  ].map((target) =>
    row(
      `nothing is read outside of the project: ${target}`,
      'No file is opened by a name from a URL.',
      get(target),
      [404],
      {
        lacks: /root:|"name"/,
      },
    ),
  ),
  row('a file of the public folder is served', 'Next.js serves public/ at the root.', get('/files/a.txt'), [200], {
    matches: /public text/,
  }),
]
