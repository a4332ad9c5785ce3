/** Patterns that fill a route table up to `ROUTES`, one of them in a hundred answering `/api/r<index>/items/<id>`. */
export const EXTRA = Array.from({ length: Number(process.env.ROUTES ?? 0) }, (_, index) => `/api/r${index}/items`)
