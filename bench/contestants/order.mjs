/** The schema of an order; undefined in the cold start, whose routes check nothing, so that nobody loads zod for it. */
export const Order = process.env.QUICKSTART === '1' ? undefined : (await import('../app/lib/order.js')).Order
