export class ApiError extends Error {
  statusCode: number
  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
  static conflict(message: string) {
    return new ApiError(409, message)
  }
}
export function requireSession(session: string | undefined): string {
  if (!session) throw new ApiError(401, 'sign in first')
  return session
}
