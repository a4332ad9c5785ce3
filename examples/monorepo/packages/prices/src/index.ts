import { round } from './round'

export interface Price {
  readonly sku: string
  readonly net: number
  readonly gross: number
}

const NET: Record<string, number> = { lamp: 20, chair: 49.9 }
const VAT = 0.23

/** The price of an article; undefined when there is none. */
export function findPrice(sku: string): Price | undefined {
  const net = NET[sku]
  return net === undefined ? undefined : { sku, net, gross: round(net * (1 + VAT)) }
}
