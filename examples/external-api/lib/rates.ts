import { z } from 'zod'
import { fetchAgain } from './fetch-again'

// What we need of their answer, checked: a change on their side is an error here and not a NaN at the customer's.
const Rates = z.object({ base: z.string(), rates: z.record(z.string(), z.number().positive()) })
export type Rates = z.infer<typeof Rates>

const LIFE_MS = 60_000
const cache = new Map<string, { rates: Promise<Rates>; ends: number }>()

async function fetchRates(base: string): Promise<Rates> {
  const url = new URL(process.env['RATES_URL'] ?? '')
  url.searchParams.set('base', base)
  const timeoutMs = Number(process.env['RATES_TIMEOUT_MS'] ?? 1000)
  const response = await fetchAgain(url, { timeoutMs, attempts: 3, pauseMs: 50 })
  if (!response.ok) throw new Error(`${url.host} answered ${response.status}`)
  return Rates.parse(await response.json())
}

/** Rates of a currency, a minute old at most; requests at the same time share one call. */
export function readRates(base: string): Promise<Rates> {
  const kept = cache.get(base)
  if (kept && kept.ends > Date.now()) return kept.rates
  const rates = fetchRates(base)
  cache.set(base, { rates, ends: Date.now() + LIFE_MS })
  // A failure is nothing to keep.
  rates.catch(() => cache.delete(base))
  return rates
}
