import { findPrice } from '@shop/prices'

export async function GET(_request: Request, { params }: { params: Promise<{ sku: string }> }) {
  const { sku } = await params
  const price = findPrice(sku)
  return price ? Response.json(price) : Response.json({ message: `There is no ${sku}.` }, { status: 404 })
}
