/** Counts of values by size. */
export interface Histogram {
  readonly bounds: readonly number[]
  /** How many fell into each bucket, one more than there are bounds. */
  readonly buckets: number[]
  sum: number
  count: number
}

/** @param bounds Upper bounds, included, in ascending order. */
export function createHistogram(bounds: readonly number[]): Histogram {
  return { bounds, buckets: [...bounds, Infinity].map(() => 0), sum: 0, count: 0 }
}

/** Counts a value. */
export function observe(histogram: Histogram, value: number): void {
  const { bounds, buckets } = histogram
  let at = 0
  while (at < bounds.length && value > (bounds[at] ?? Infinity)) at += 1
  buckets[at] = (buckets[at] ?? 0) + 1
  histogram.sum += value
  histogram.count += 1
}

/** The lines of one series in the text format of Prometheus. */
export function toHistogramLines({ bounds, buckets, sum, count }: Histogram, name: string, labels: string): string[] {
  let total = 0
  const lines = buckets.map((one, at) => {
    total += one
    return `${name}_bucket{${labels},le="${bounds[at] ?? '+Inf'}"} ${total}`
  })
  return [...lines, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${count}`]
}
