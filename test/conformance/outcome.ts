/** One place where an answer is not the recorded one; both sides as JSON text. */
export interface Difference {
  at: string
  expected: string
  got: string
}

/** What came of one case. */
export interface Outcome {
  id: string
  /** `GET /api/hello`, for the reader. */
  request: string
  /** What the case is about. */
  why: string
  /** Empty when the answer is the recorded one. */
  differences: Difference[]
  /** How the server answered, in a word: a status code, or what went wrong instead. */
  answered: string
}

/** JSON text of a value, cut for a terminal. */
export function shorten(value: unknown, max = 400): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '(absent)')
  return text.length > max ? `${text.slice(0, max)}…` : text
}
