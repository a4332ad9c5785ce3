import { NextResponse, type NextRequest } from 'next/server'

export async function POST(request: NextRequest) {
  const formData = await request.formData()
  const name = formData.get('name') as string
  const isActive = formData.get('is_active') === 'true'
  const image = formData.get('image') as File | null
  const labels = formData.getAll('label')
  if (!name) return NextResponse.json({ error: 'name is required' }, { status: 400 })
  return NextResponse.json({ name, isActive, size: image?.size ?? 0, labels })
}
