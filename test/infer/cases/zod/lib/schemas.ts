import { z } from 'zod'

export const Address = z.object({ street: z.string().min(1), zip: z.string().regex(/^\d{5}$/) })
export const paged = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: z.number().int() })
export enum Plan {
  Free = 'free',
  Pro = 'pro',
}
export const Tree: z.ZodType = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree).optional()
  },
})
