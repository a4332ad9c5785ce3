const STATUSES = { absent: 404, spoilt: 409, late: 410, unused: 418 } as const
type Code = keyof typeof STATUSES

export class KitchenError extends Error {
  readonly code: Code

  constructor({ code, message }: { code: Code; message: string }) {
    super(message)
    this.code = code
  }
}

/** Turns an error into its answer. */
export function toAnswer(error: unknown): Response {
  if (error instanceof KitchenError)
    return Response.json({ code: error.code, message: error.message }, { status: STATUSES[error.code] })
  return Response.json({ message: 'broken' }, { status: 500 })
}
