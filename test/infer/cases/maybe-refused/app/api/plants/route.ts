import { z } from 'zod'
import { readRequest } from '../../../lib/read-request'

const Plant = z.object({ name: z.string().min(1), height: z.number().optional() })

export async function GET(request: Request) {
  const { refusal } = await readRequest(request)
  if (refusal) return refusal()
  return Response.json({ plants: ['fern', 'moss'] })
}

export async function POST(request: Request) {
  const { refusal } = await readRequest(request, Plant)
  if (refusal) {
    return refusal()
  }
  return Response.json({ planted: true }, { status: 201 })
}
