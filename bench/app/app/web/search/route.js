export function GET(request) {
  const { searchParams } = request.nextUrl
  const theme = request.cookies.get('theme')?.value
  return Response.json({ q: searchParams.get('q'), page: Number(searchParams.get('page')), theme })
}
