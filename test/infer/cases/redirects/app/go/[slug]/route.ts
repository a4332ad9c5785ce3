import { permanentRedirect, redirect } from 'next/navigation'
import { NextResponse } from 'next/server'

export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  if (slug === 'old') permanentRedirect('/new')
  if (slug === 'docs') redirect('/documentation')
  if (slug === 'home') return NextResponse.redirect(new URL('/', request.url), 303)
  return Response.redirect('https://example.test/')
}
