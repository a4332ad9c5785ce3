import { z } from 'zod'

export const NewNote = z
  .object({ text: z.string().min(1).max(200), tags: z.array(z.string()).default([]) })
  .meta({ id: 'NewNote' })
export const Note = z.object({ id: z.int(), text: z.string(), tags: z.array(z.string()) }).meta({ id: 'Note' })

export const notes = new Map<number, z.infer<typeof Note>>()
