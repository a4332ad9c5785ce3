import { putLoad } from '../load/h2load.ts'
import type { Finding, Proof, Scale } from './proof.ts'
import { countFiles } from './target.ts'
import type { Target } from './target.ts'

const ROUND_SECONDS = 5
const MEGABYTE = 1e6

async function readHeap(target: Target): Promise<number> {
  await fetch(`http://127.0.0.1:${target.port}/api/memory`)
  const response = await fetch(`http://127.0.0.1:${target.port}/api/memory`)
  const usage: { heapUsed: number } = await response.json()
  return usage.heapUsed
}

/** Least-squares slope of `y` over `x`. */
function toSlope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (pick: (point: { x: number; y: number }) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)]
  const above = points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0)
  return above / points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0)
}

const PATHS = ['/api/hello', '/api/p/123', '/api/p/%20x?a=1&b=2', '/api/missing']

async function run(target: Target, scale: Scale): Promise<Finding> {
  const goal = scale === 'full' ? 1_000_000 : 50_000
  const load = { method: 'GET', headers: { Cookie: 'a=1; b=2' }, connections: 32 }
  for (const path of PATHS) await putLoad({ ...load, url: `http://127.0.0.1:${target.port}${path}`, seconds: 2 })
  const points = [{ x: 0, y: await readHeap(target) }]
  const before = countFiles(target.pid)
  let sent = 0
  for (let round = 0; sent < goal; round++) {
    const url = `http://127.0.0.1:${target.port}${PATHS[round % PATHS.length]}`
    sent += (await putLoad({ ...load, url, seconds: ROUND_SECONDS })).requests
    points.push({ x: sent / 1e6, y: (await readHeap(target)) / MEGABYTE })
  }
  const slope = toSlope(points.slice(1))
  const [first, last] = [points[1]?.y ?? 0, points.at(-1)?.y ?? 0]
  const files = countFiles(target.pid)
  const found = `${sent} requests: heap after collection ${first.toFixed(2)} then ${last.toFixed(2)} MB, slope ${slope.toFixed(2)} MB per million, ${before} then ${files} open files`
  return { found, reached: slope <= 0.3 && files <= before + 5 }
}

export const SOAK: Proof = {
  name: 'soak',
  what: 'a million requests of four kinds, 404 among them',
  others: 'Express 11.59 then 11.83 MB, Fastify 11.37 then 11.39 MB',
  goal: 'heap grows by 0.3 MB per million at most, no file left open',
  options: { nodeArgs: ['--expose-gc'], logging: false },
  run,
}
