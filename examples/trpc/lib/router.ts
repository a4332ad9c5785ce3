import { initTRPC, TRPCError } from '@trpc/server'
import { z } from 'zod'

const t = initTRPC.context<{ user: string | undefined }>().create()

const signedIn = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.' })
  return next({ ctx: { user: ctx.user } })
})

const todos: { id: number; text: string; by: string }[] = []

export const router = t.router({
  list: t.procedure.query(() => todos),
  add: signedIn.input(z.object({ text: z.string().min(1) })).mutation(({ input, ctx }) => {
    const todo = { id: todos.length + 1, text: input.text, by: ctx.user }
    todos.push(todo)
    return todo
  }),
  // A subscription is a stream of server-sent events.
  count: t.procedure.input(z.int().max(10)).subscription(async function* ({ input }) {
    for (let number = 1; number <= input; number += 1) yield number
  }),
})

export type Router = typeof router
