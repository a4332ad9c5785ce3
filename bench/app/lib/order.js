import { z } from 'zod'

/** What the contract-checked POST accepts. */
export const Order = z.object({
  customer: z.string().min(1),
  email: z.email(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int().positive(), price: z.number() })).min(1),
})
