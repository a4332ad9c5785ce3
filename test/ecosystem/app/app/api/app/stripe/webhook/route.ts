import { headers } from 'next/headers'
import { NextResponse } from 'next/server'
import Stripe from 'stripe'

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!, { host: '127.0.0.1', port: 4212, protocol: 'http' } as any)

export async function POST(req: Request) {
  let event: Stripe.Event
  try {
    event = await stripe.webhooks.constructEventAsync(
      await req.text(),
      (await headers()).get('stripe-signature') as string,
      process.env.STRIPE_WEBHOOK_SECRET as string,
    )
  } catch (err: any) {
    return NextResponse.json({ message: `Webhook Error: ${err.message.split('\n')[0]}` }, { status: 400 })
  }
  if (event.type === 'checkout.session.completed') {
    // an API call back to Stripe (the mock)
    const customer = await stripe.customers.retrieve('cus_123')
    return NextResponse.json({ message: 'Received', customer: customer.id })
  }
  return NextResponse.json({ message: 'Received', type: event.type }, { status: 200 })
}
