import { notFound, redirect } from 'next/navigation'

export function GET(request: Request) {
  if (new URL(request.url).searchParams.has('lost')) notFound()
  redirect('/api/next')
}
