import { z } from 'zod'

/** What every failure looks like. */
export const Failure = z.object({ message: z.string() }).meta({ id: 'Failure', description: 'What went wrong.' })

export const Author = z
  .object({ id: z.int(), name: z.string(), born: z.int().nullable() })
  .meta({ id: 'Author', description: 'Somebody who wrote books of this shop.' })

export const NewAuthor = z.object({
  name: z.string().trim().min(1).max(200),
  born: z.int().min(0).max(2100).optional(),
})

export const Book = z
  .object({
    id: z.int(),
    isbn: z.string().regex(/^97[89]\d{10}$/),
    title: z.string(),
    author: Author,
    priceCents: z.int().min(0).describe('In cents of the shop’s currency.'),
    stock: z.int().min(0),
    added: z.iso.datetime(),
  })
  .meta({ id: 'Book' })

export const NewBook = z
  .object({
    isbn: z
      .string()
      .regex(/^97[89]\d{10}$/)
      .describe('ISBN-13, digits only.'),
    title: z.string().min(1).max(300),
    authorId: z.int(),
    priceCents: z.int().min(0).max(1_000_000),
    stock: z.int().min(0).default(0),
  })
  .meta({
    id: 'NewBook',
    examples: [{ isbn: '9780575099937', title: 'Roadside Picnic', authorId: 2, priceCents: 999, stock: 3 }],
  })

/** A page of a list; both are texts in the URL and numbers in the schema. */
export const Paging = z.object({
  page: z.coerce.number().int().min(1).default(1),
  perPage: z.coerce.number().int().min(1).max(100).default(20),
})

export const Payment = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('card'), token: z.string().min(1) }).meta({ id: 'CardPayment' }),
    z.object({ kind: z.literal('invoice'), address: z.string().min(5) }).meta({ id: 'InvoicePayment' }),
  ])
  .meta({ id: 'Payment' })

export const NewOrder = z
  .object({
    email: z.email(),
    lines: z.array(z.object({ bookId: z.int(), quantity: z.int().min(1).max(99) })).min(1),
    payment: Payment,
  })
  .meta({
    id: 'NewOrder',
    examples: [
      {
        email: 'reader@example.com',
        lines: [{ bookId: 1, quantity: 2 }],
        payment: { kind: 'invoice', address: '12 Anarres Street' },
      },
    ],
  })

export const Order = z
  .object({
    id: z.int(),
    email: z.string(),
    status: z.enum(['placed', 'paid', 'cancelled']),
    totalCents: z.int(),
    paymentKind: z.enum(['card', 'invoice']),
    placed: z.iso.datetime(),
  })
  .meta({ id: 'Order' })

/** Tells the shop that money came, or did not. */
export const PaymentEvent = z
  .object({ orderId: z.int(), result: z.enum(['succeeded', 'failed']) })
  .meta({ id: 'PaymentEvent' })
