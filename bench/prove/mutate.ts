/** A seeded source of whole numbers below `limit`: the same seed gives the same requests on every machine. */
export type Random = (limit: number) => number

/** Xorshift with 32 bits of state; good enough to choose mutations, and repeatable. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0 || 1
  return (limit) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

const PATH = '/api/echo'
const JSON_TYPE = 'Content-Type: application/json\r\n'

/** Valid requests, from which the malformed ones are made. */
const SEEDS = [
  `GET ${PATH} HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n`,
  `POST ${PATH} HTTP/1.1\r\nHost: a\r\n${JSON_TYPE}Content-Length: 13\r\n\r\n{"a":[1,2,3]}`,
  `POST ${PATH} HTTP/1.1\r\nHost: a\r\n${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n`,
  `POST ${PATH} HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=1&b=2`,
  `PUT ${PATH}?a[b]=1&c=%20 HTTP/1.1\r\nHost: a\r\nCookie: a=1; b="2"\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n`,
  `GET ${PATH} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  `POST ${PATH} HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\n${JSON_TYPE}Content-Length: 4\r\n\r\n\x1f\x8b\x08\x00`,
  `OPTIONS ${PATH} HTTP/1.1\r\nHost: a\r\nOrigin: null\r\nAccess-Control-Request-Method: PUT\r\n\r\n`,
  `GET /api/p/%e4%b8%ad?x=%zz HTTP/1.1\r\nHost: a\r\n\r\n`,
] as const

/** What a parser, a router or a body reader may stumble over. */
const TOKENS = (
  [
    ['\r\n', '\n', '\r', '\0', ' ', '\t', ':', ';', '%', '%00', '%2e%2e%2f', '../', '//', '\\', '[', '{', '\r\n '],
    ['__proto__', 'constructor', '{"__proto__":{"x":1}}', '; charset=utf-7', '-1', '99999999999999999999', '0x10'],
    ['Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n', 'Transfer-Encoding : chunked\r\n', 'Host: b\r\n'],
    ['Connection: close\r\n', 'Expect: x\r\n', 'Upgrade: h2c\r\n', 'Range: bytes=0-,0-,0-\r\n'],
    ['HTTP/1.0', 'HTTP/9.9', 'CONNECT', 'TRACE', '*', 'http://a.test/', '\xff\xfe', '\u00e9'],
    ['A'.repeat(9000), 'a=1&'.repeat(500), '['.repeat(3000)],
  ] as const
).flat()

/** One to five changes: insert, delete, replace a byte, cut off, repeat a part, append a request, overwrite. */
const CHANGES: readonly ((text: string, at: number, random: Random) => string)[] = [
  (text, at, random) => text.slice(0, at) + pick(TOKENS, random) + text.slice(at),
  (text, at, random) => text.slice(0, at) + text.slice(at + 1 + random(8)),
  (text, at, random) => text.slice(0, at) + String.fromCharCode(random(256)) + text.slice(at + 1),
  (text, at) => text.slice(0, at),
  (text, at, random) => {
    const end = at + random(30)
    return text.slice(0, end) + text.slice(at, end).repeat(1 + random(20)) + text.slice(end)
  },
  (text, _at, random) => text + pick(SEEDS, random),
  (text, at, random) => text.slice(0, at) + pick(TOKENS, random) + text.slice(at + random(4)),
]

function pick<T>(list: readonly T[], random: Random): T {
  const one = list[random(list.length)]
  if (one === undefined) throw new Error('an empty list has nothing to pick')
  return one
}

/** The next malformed request. */
export function mutate(random: Random): Buffer {
  let text: string = pick(SEEDS, random)
  for (let left = 1 + random(5); left > 0; left--) text = pick(CHANGES, random)(text, random(text.length + 1), random)
  return Buffer.from(text, 'latin1')
}
