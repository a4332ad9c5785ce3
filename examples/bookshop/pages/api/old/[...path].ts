interface Query {
  query: { path?: string | string[] }
}

interface Redirect {
  redirect(status: number, url: string): void
}

/** Leads addresses of the first version to where things are now. */
export default function old(req: Query, res: Redirect) {
  const rest = [req.query.path ?? []].flat().map(encodeURIComponent).join('/')
  res.redirect(308, `/api/${rest}`)
}
