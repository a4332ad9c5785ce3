import { CLOSE, HOST, get, post, row, type ProtocolRow } from './protocol-row.ts'

const chunked = (body: string, headers = ''): string => post(`Transfer-Encoding: chunked\r\n${headers}`, body)
const withLength = (value: string, body = '5\r\nhello'): string => post(`Content-Length: ${value}\r\n`, body)

const CR_RULE =
  'RFC 9112 §2.2: A recipient of such a bare CR MUST consider that element to be invalid or replace each bare CR with ' +
  'SP before processing the element or forwarding the message.'
const LF_RULE =
  'RFC 9112 §2.2: a recipient MAY recognize a single LF as a line terminator; what is read in two ways is refused.'
const LENGTH_RULE =
  'RFC 9112 §6.3: If a message is received without Transfer-Encoding and with an invalid Content-Length header field, ' +
  'the server MUST respond with a 400 (Bad Request) status code and then close the connection.'
const CODING_RULE =
  'RFC 9112 §6.3: If a Transfer-Encoding header field is present in a request and the chunked transfer coding is not ' +
  'the final encoding, the server MUST respond with the 400 (Bad Request) status code and then close the connection.'
const CHUNK_RULE =
  'RFC 9112 §7.1: chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF, chunk-size = 1*HEXDIG; anything else is no chunk.'

export const FRAMING_ROWS: readonly ProtocolRow[] = [
  row(
    'a request with both lengths is refused',
    'RFC 9112 §6.1: A server MAY reject a request that contains both Content-Length and Transfer-Encoding. Regardless, ' +
      'the server MUST close the connection after responding to such a request.',
    post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${get('/api/smuggled')}`),
    [400],
  ),
  row(
    'the other order of the two is refused as well',
    'RFC 9112 §6.1, as above.',
    post('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', `0\r\n\r\n${get('/api/smuggled')}`),
    [400],
  ),
  row(
    'two Content-Lengths are refused',
    LENGTH_RULE,
    post('Content-Length: 5\r\nContent-Length: 6\r\n', 'hello'),
    [400],
  ),
  ...['+5', '-5', '-0', '0x5', '0o5', '5_0', '5 0', '5, 6', '5,5', '5.0', 'five', '', '99999999999999999999999'].map(
    (value) => row(`the Content-Length '${value}' is refused`, LENGTH_RULE, withLength(value), [400]),
  ),
  ...['05', '00', '0200'].map((value) =>
    row(
      `the Content-Length '${value}' is refused`,
      'RFC 9110 §8.6 lets zeros stand in front, which some readers take for octal.',
      withLength(value),
      [400],
    ),
  ),
  row(
    'a Content-Length with white space around it is taken',
    'RFC 9110 §5.5: field parsers exclude leading and trailing whitespace.',
    post(`Content-Length:    5  \r\n${CLOSE}`, 'hello'),
    [200],
    { matches: /"body":"hello"/ },
  ),
  row(
    'a chunked message of HTTP/1.0 is refused',
    'RFC 9112 §6.1: A server that receives an HTTP/1.0 message containing a Transfer-Encoding header field MUST treat ' +
      'the message as if the framing is faulty.',
    'POST /api/echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    [400],
  ),
  ...[
    'chunked, identity',
    'xchunked',
    'identity',
    '"chunked"',
    'chunked, gzip',
    'gzip',
    '\x0bchunked',
    'chunk\0ed',
  ].map((value) =>
    row(
      `the transfer coding '${value.replace(/[\0\v]/g, '?')}' is refused`,
      CODING_RULE,
      post(`Transfer-Encoding: ${value}\r\n`, '0\r\n\r\n'),
      [400],
    ),
  ),
  row(
    'a coding that is not understood is 501',
    'RFC 9112 §6.1: A server that receives a request message with a transfer coding it does not understand SHOULD ' +
      'respond with 501 (Not Implemented).',
    post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'),
    [501],
  ),
  row(
    'two headers of transfer codings are refused',
    'RFC 9112 §6.1: A sender MUST NOT apply the chunked transfer coding more than once.',
    post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
    [400],
  ),
  row(
    'the name of a coding has no case',
    'RFC 9112 §7: All transfer-coding names are case-insensitive.',
    post(`Transfer-Encoding: CHUNKED\r\n${CLOSE}`, '2\r\nhi\r\n0\r\n\r\n'),
    [200],
    { matches: /"body":"hi"/ },
  ),
  row(
    'an underscore is no hyphen',
    'Content_Length is a header of its own; read as a length it would hide a request.',
    post(`Content_Length: 5\r\n${CLOSE}`),
    [200],
    { matches: /"body":""/ },
  ),
]

export const CHUNK_ROWS: readonly ProtocolRow[] = [
  row(
    'chunks are put together, their extensions and trailers left out',
    'RFC 9112 §7.1.1: A recipient MUST ignore unrecognized chunk extensions.',
    chunked('3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nX-T: 1\r\n\r\n', CLOSE),
    [200],
    { matches: /"body":"hello"/ },
  ),
  row('a size in capitals is hexadecimal', CHUNK_RULE, chunked('A\r\n0123456789\r\n0\r\n\r\n', CLOSE), [200]),
  ...['0x2', '2_', '-2', ' 2', '2 ;', 'zz', '', 'ffffffffffffffffff'].map((size) =>
    row(`the chunk size '${size}' is refused`, CHUNK_RULE, chunked(`${size}\r\nhi\r\n0\r\n\r\n`), [400]),
  ),
  row('a chunk longer than its size is refused', CHUNK_RULE, chunked('2\r\nhello\r\n0\r\n\r\n'), [400]),
  row('a chunk without its line end is refused', CHUNK_RULE, chunked('2\r\nhi0\r\n\r\n'), [400]),
  row('an extension without a name is refused', CHUNK_RULE, chunked('2;\r\nhi\r\n0\r\n\r\n'), [400]),
  row('a bare CR in an extension is refused', CR_RULE, chunked('2;a\rb\r\nhi\r\n0\r\n\r\n'), [400]),
  row('LF alone ends no chunk size', LF_RULE, chunked('2\nhi\r\n0\r\n\r\n'), [400]),
  row('LF alone ends no chunk', LF_RULE, chunked('2\r\nhi\n0\r\n\r\n'), [400]),
  row(
    'extensions over the limit are 413',
    'RFC 9112 §7.1.1: A server ought to limit the total length of chunk extensions received in a request.',
    chunked(`2;${'a'.repeat(17_000)}\r\nhi\r\n0\r\n\r\n`),
    [413],
  ),
  row(
    'trailers are not headers',
    'RFC 9110 §6.5.1: Trailer fields ought to be processed and stored separately from the fields in the header section.',
    chunked('2\r\nhi\r\n0\r\nHost: evil.test\r\nAuthorization: x\r\n\r\n', CLOSE),
    [200],
    { matches: /"host":"api\.test"/, lacks: /evil/ },
  ),
]

export const EXPECT_ROWS: readonly ProtocolRow[] = [
  row(
    'a body that is awaited is asked for',
    'RFC 9110 §10.1.1: the origin server MUST send an immediate response: a final status code or 100 (Continue).',
    post(`Content-Length: 2\r\nExpect: 100-continue\r\n${CLOSE}`, 'hi'),
    [100, 200],
  ),
  row(
    'a body that would be too large is refused before it is sent',
    'RFC 9110 §10.1.1: … or a final status code, if that status can be determined by examining just the request-line ' +
      'and header fields.',
    post(`Content-Length: 3000000\r\nExpect: 100-continue\r\n${CLOSE}`),
    [413],
  ),
  row(
    'another expectation is 417',
    'RFC 9110 §10.1.1: A server that receives an Expect field value containing a member other than 100-continue MAY ' +
      'respond with a 417 (Expectation Failed) status code.',
    post(`Expect: pink\r\n${CLOSE}`),
    [417],
  ),
]

export const CONNECTION_ROWS: readonly ProtocolRow[] = [
  row(
    'pipelined requests are answered in their order',
    'RFC 9112 §9.3.2: A server MAY process a sequence of pipelined requests in parallel if they all have safe methods, ' +
      'but it MUST send the corresponding responses in the same order that the requests were received.',
    `GET /api/slow?n=1 HTTP/1.1\r\n${HOST}\r\nGET /api/echo?n=2 HTTP/1.1\r\n${HOST}\r\n${get('/api/slow?n=3')}`,
    [200, 200, 200],
    { matches: /n=1[^]*n=2[^]*n=3/ },
  ),
  row(
    'what follows a whole request and is no HTTP is refused after its answer',
    'RFC 9112 §9.3.2: responses in the same order that the requests were received.',
    `GET /api/slow?n=1 HTTP/1.1\r\n${HOST}\r\nNONSENSE\r\n\r\n`,
    [200, 400],
  ),
  row(
    'a client that says close gets one answer',
    'RFC 9112 §9.6: A server that receives a "close" connection option MUST NOT process any further requests received ' +
      'on that connection.',
    `${get('/api/echo?n=1')}${get('/api/echo?n=2')}`,
    [200],
    { lacks: /n=2/ },
  ),
  row(
    'a refused request ends its connection',
    'What comes after a message that was not understood may be a part of it.',
    `TRACE /api/echo HTTP/1.1\r\n${HOST}\r\n${get('/api/echo')}`,
    [405],
  ),
  row(
    'an Upgrade that nobody listens for is ignored',
    'RFC 9110 §7.8: A server MAY ignore a received Upgrade header field if it wishes to continue using the current ' +
      'protocol on that connection.',
    `GET /api/echo HTTP/1.1\r\n${HOST}Connection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
    [200],
  ),
]
