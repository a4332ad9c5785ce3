import { CLOSE, HOST, get, row, type ProtocolRow } from './protocol-row.ts'

const HOST_RULE =
  'RFC 9112 §3.2: A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message that lacks ' +
  'a Host header field and to any request message that contains more than one Host header field line or a Host header ' +
  'field with an invalid field value.'
const VERSION_RULE =
  'RFC 9112 §2.3: HTTP-version = HTTP-name "/" DIGIT "." DIGIT; §3: Recipients of an invalid request-line SHOULD ' +
  'respond with either a 400 (Bad Request) error or a redirect.'
const TARGET_RULE =
  'RFC 9112 §3: request-line = method SP request-target SP HTTP-version; an invalid one is not to be corrected.'

export const HOST_ROWS: readonly ProtocolRow[] = [
  row('no Host in HTTP/1.1 is refused', HOST_RULE, 'GET /api/echo HTTP/1.1\r\n\r\n', [400]),
  row('two Hosts are refused', HOST_RULE, get('/api/echo', 'Host: other.test\r\n'), [400]),
  row('two equal Hosts are refused', HOST_RULE, get('/api/echo', 'Host: api.test\r\n'), [400]),
  ...[
    '',
    'a<script>',
    'a/b',
    'user@a',
    'a b',
    'a,b',
    'a:port',
    'a\\b',
    '[::1',
    'a:123456',
    `${'a'.repeat(256)}.test`,
    '\xff\xfe',
  ].map((value) =>
    row(
      `the Host '${value.slice(0, 12)}' is refused`,
      HOST_RULE,
      `GET /api/echo HTTP/1.1\r\nHost: ${value}\r\n\r\n`,
      [400],
    ),
  ),
  ...['a', 'a.test:8080', '127.0.0.1:80', '[::1]:3000', 'xn--bcher-kva.test', 'my_service:80'].map((value) =>
    row(
      `the Host ${value} is taken`,
      'RFC 9110 §7.2: Host = uri-host [ ":" port ]',
      `GET /api/echo HTTP/1.1\r\nHost: ${value}\r\n${CLOSE}\r\n`,
      [200],
    ),
  ),
  row(
    'HTTP/1.0 needs no Host',
    'RFC 9112 §3.2: A client MUST send a Host header field in all HTTP/1.1 request messages; HTTP/1.0 had none.',
    'GET /api/echo HTTP/1.0\r\n\r\n',
    [200],
  ),
]

export const METHOD_ROWS: readonly ProtocolRow[] = [
  row(
    'TRACE is refused with Allow',
    'RFC 9110 §9.3.8: a recipient SHOULD exclude sensitive data from a TRACE response; the only safe answer is none. ' +
      '§15.5.6: The origin server MUST generate an Allow header field in a 405 response.',
    `TRACE /api/echo HTTP/1.1\r\n${HOST}\r\n`,
    [405],
    { matches: /^Allow: GET, HEAD/m },
  ),
  row(
    'TRACE with content is refused and the connection closed',
    'RFC 9110 §9.3.8: A client MUST NOT send content in a TRACE request.',
    `TRACE /api/echo HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nhello`,
    [405],
  ),
  row(
    'CONNECT is refused with Allow',
    'RFC 9110 §9.3.6: An origin server MAY accept a CONNECT request, but most origin servers do not implement CONNECT.',
    'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n',
    [405],
    { matches: /^Allow: GET, HEAD/m },
  ),
  row(
    'a method in lower case is no method',
    'RFC 9110 §9.1: The method token is case-sensitive.',
    `get /api/echo HTTP/1.1\r\n${HOST}\r\n`,
    [400],
  ),
  row('an unknown method is refused', TARGET_RULE, `FROBNICATE /api/echo HTTP/1.1\r\n${HOST}\r\n`, [400]),
  row(
    'OPTIONS * is answered for the whole server',
    'RFC 9110 §9.3.7: An OPTIONS request with an asterisk ("*") as the request target applies to the server in general ' +
      'rather than to a specific resource.',
    `OPTIONS * HTTP/1.1\r\n${HOST}${CLOSE}\r\n`,
    [204],
    { matches: /^Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r$/m },
  ),
  row(
    'the asterisk is no target for GET',
    'RFC 9112 §3.2.4: The "asterisk-form" of request-target is only used for a server-wide OPTIONS request.',
    `GET * HTTP/1.1\r\n${HOST}\r\n`,
    [400],
  ),
  row(
    'HEAD has the headers of GET and no body',
    'RFC 9110 §9.3.2: The HEAD method is identical to GET except that the server MUST NOT send content in the response.',
    `HEAD /api/echo HTTP/1.1\r\n${HOST}${CLOSE}\r\n`,
    [200],
    { matches: /^Content-Length: \d\d/m, lacks: /\{/ },
  ),
]

export const TARGET_ROWS: readonly ProtocolRow[] = [
  row(
    'an absolute target is taken, and its authority is the host',
    'RFC 9112 §3.2.2: a server MUST accept the absolute-form in requests. When an origin server receives a request with ' +
      'an absolute-form of request-target, the origin server MUST ignore the received Host header field (if any) and ' +
      'instead use the host information of the request-target.',
    get('http://other.test:81/api/echo?x=1'),
    [200],
    { matches: /"url":"\/api\/echo\?x=1","host":"other\.test:81"/ },
  ),
  row(
    'an absolute target never sends the client or the server elsewhere',
    'CVE-2026-44578 and the open redirect of the sort: the target names this server, whatever it says.',
    get('http://169.254.169.254/latest/meta-data'),
    [404],
    { lacks: /location/i },
  ),
  row(
    'an absolute target with user information is refused',
    'RFC 9110 §4.2.4: a recipient SHOULD treat the presence of userinfo as an error.',
    get('http://user@api.test/api/echo'),
    [400],
  ),
  row('a target of another scheme is refused', TARGET_RULE, get('ftp://api.test/api/echo'), [400]),
  row('a target without a slash is refused', TARGET_RULE, get('api/echo'), [400]),
  row('no target is refused', TARGET_RULE, `GET HTTP/1.1\r\n${HOST}\r\n`, [400]),
  row('a raw NUL in the target is refused', TARGET_RULE, get('/api/echo?a=\0'), [400]),
  row('raw UTF-8 in the target is refused', TARGET_RULE, get('/api/\xc3\xa9'), [400]),
  row('a tab in the request line is refused', TARGET_RULE, `GET\t/api/echo\tHTTP/1.1\r\n${HOST}\r\n`, [400]),
  row(
    'a repeated slash never becomes another host',
    'A Location of //evil.test would send browsers there.',
    get('//evil.test/x'),
    [308],
    { matches: /^location: \/evil\.test\/x\r$/im },
  ),
  row('a backslash never becomes another host', 'Browsers read \\ as /.', get('/\\evil.test/x'), [308], {
    matches: /^location: \/evil\.test\/x\r$/im,
  }),
  row(
    'an encoded letter is not the letter',
    'Matcher, middleware and handler must see one path; as Next.js.',
    get('/api/%65cho'),
    [200],
    { matches: /"id":"echo"/ },
  ),
  row('another case is another path', 'RFC 9110 §4.2.3: the path is case-sensitive.', get('/API/echo'), [404]),
  row(
    'escapes that are no UTF-8 are refused',
    'RFC 3629 §3: Implementations of the decoding algorithm MUST protect against decoding invalid sequences.',
    get('/api/%c0%af'),
    [400],
  ),
  row('an incomplete escape is refused', 'RFC 3986 §2.1: pct-encoded = "%" HEXDIG HEXDIG', get('/api/%'), [400]),
]

export const VERSION_ROWS: readonly ProtocolRow[] = [
  row(
    'HTTP/0.9 is 505',
    'RFC 9110 §15.6.6: the server refuses the major version of HTTP.',
    'GET /api/echo\r\n\r\n',
    [505],
  ),
  ...['HTTP/1', 'HTTP/01.1', 'HTTP /1.1', 'HTTP/1.2', 'HTTP/9.9', 'HTTPS/1.1', 'http/1.1'].map((version) =>
    row(`the version ${version} is refused`, VERSION_RULE, `GET /api/echo ${version}\r\n${HOST}\r\n`, [400]),
  ),
  row(
    'the preface of HTTP/2 is refused',
    'RFC 9113 §3.4: the preface is chosen so that HTTP/1.1 servers do not process further frames.',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    [400],
  ),
  row('the greeting of TLS is refused', TARGET_RULE, '\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03', [400]),
  row(
    'HTTP/1.0 is closed after its answer',
    'RFC 9112 §9.3: If the received protocol is HTTP/1.0 and the "keep-alive" connection option is not present, the ' +
      'connection will close after the current response.',
    'GET /api/echo HTTP/1.0\r\n\r\n',
    [200],
    { matches: /^Connection: close\r$/m },
  ),
  row(
    'HTTP/1.0 may ask to keep the connection',
    'RFC 9112 §9.3: If the received protocol is HTTP/1.0 and the "keep-alive" connection option is present …',
    'GET /api/echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /api/echo HTTP/1.0\r\n\r\n',
    [200, 200],
  ),
  row(
    'HTTP/1.0 gets no chunks',
    'RFC 9112 §6.1: A server MUST NOT send a response containing Transfer-Encoding unless the corresponding request ' +
      'indicates HTTP/1.1 (or later minor revisions).',
    'GET /api/stream HTTP/1.0\r\n\r\n',
    [200],
    { matches: /onetwo$/, lacks: /Transfer-Encoding/i },
  ),
]
