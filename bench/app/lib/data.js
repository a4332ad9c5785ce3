/** 100 rows, about 10 KB as JSON. */
export const ROWS = Array.from({ length: 100 }, (_, index) => ({
  id: index + 1,
  name: `Customer ${String(index + 1).padStart(3, '0')}`,
  email: `customer${index + 1}@example.com`,
  active: index % 3 !== 0,
  balance: index * 12.5,
}))

/** 20 events of a stream that is written at once and then ends. */
export const EVENTS = Array.from({ length: 20 }, (_, index) => `id: ${index}\ndata: {"tick":${index}}\n\n`)
