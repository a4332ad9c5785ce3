import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from 'oxc-parser'
process.env['RECHECK_BACKEND'] = 'pure'
const { check } = await import('recheck')
const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'))
const found = new Map<string, { pattern: string; flags: string; file: string }>()
const walk = (n: any, file: string): void => {
  if (Array.isArray(n)) return n.forEach((x) => walk(x, file))
  if (typeof n !== 'object' || n === null) return
  if (n.regex) found.set(n.regex.pattern + '/' + n.regex.flags, { ...n.regex, file })
  for (const v of Object.values(n)) walk(v, file)
}
for (const f of files) walk(parseSync(f, readFileSync('src/' + f, 'utf8')).program, f)
console.log(found.size)
let t = performance.now()
for (const { pattern, flags, file } of found.values()) {
  const s = performance.now(); const r = await check(pattern, flags, { timeout: 10000 }); const ms = performance.now() - s
  if (r.status !== 'safe' || ms > 500) console.log(r.status, r.complexity?.type, r.complexity?.summary, file, pattern, ms | 0)
}
console.log('total', performance.now() - t)
