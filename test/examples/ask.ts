import assert from 'node:assert/strict'

/** What one answer has left for the requests after it, by name. */
export type Kept = Record<string, string>

/** One request and what must come back. Texts of `path` and `headers` may name what was kept: `Bearer {token}`. */
export interface Row {
  readonly title: string
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly body?: () => NonNullable<RequestInit['body']>
  readonly status: number
  /** Deep-equals the JSON that came back, or matches its text. */
  readonly answer?: unknown
  /** Response headers, each to match. */
  readonly has?: Readonly<Record<string, RegExp>>
  readonly keep?: (response: Response, text: string) => Kept
}

const fill = (text: string, kept: Kept): string =>
  text.replaceAll(/\{(token|cookie|csrfToken|location)\}/g, (_, name: string) => kept[name] ?? '')

/** Sends a row's request and checks its answer; what it keeps is put into `kept`. */
export async function ask(url: string, row: Row, kept: Kept = {}): Promise<void> {
  const headers = new Headers()
  if (row.json !== undefined) headers.set('content-type', 'application/json')
  for (const [name, value] of Object.entries(row.headers ?? {})) headers.set(name, fill(value, kept))
  const given = row.json === undefined ? row.body?.() : JSON.stringify(row.json)
  const body = typeof given === 'string' ? fill(given, kept) : given
  const init: RequestInit & { duplex: 'half' } = {
    method: row.method ?? 'GET',
    headers,
    redirect: 'manual',
    duplex: 'half',
  }
  const response = await fetch(url + fill(row.path, kept), body === undefined ? init : { ...init, body })
  const text = await response.text()
  assert.equal(response.status, row.status, text)
  for (const [name, pattern] of Object.entries(row.has ?? {})) assert.match(response.headers.get(name) ?? '', pattern)
  if (row.answer instanceof RegExp) assert.match(text, row.answer)
  else if (row.answer !== undefined) assert.deepEqual(JSON.parse(text), row.answer)
  Object.assign(kept, row.keep?.(response, text))
}
