import type { Operation } from 'rehost/contract'
import { z } from 'zod'

// Beside the handler, so that route.ts stays as it was.
export const GET = {
  summary: 'Export all books',
  tags: ['books'],
  responses: { 200: { description: 'One book per line.', contentType: 'application/x-ndjson', schema: z.string() } },
} satisfies Operation
