// node diff-transcripts.mjs transcripts/a transcripts/b [--ignore name,name] [--strict] [--quiet]
// Compares recorded answers (status, headers, body) request by request.
import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
const {
  values,
  positionals: [a, b],
} = parseArgs({
  allowPositionals: true,
  options: { ignore: { type: 'string' }, strict: { type: 'boolean' }, quiet: { type: 'boolean' } },
})
const ignore = new Set([
  ...(values.strict ? [] : ['connection', 'keep-alive', 'transfer-encoding']),
  ...(values.ignore?.split(',') ?? []),
])
const load = (d, f) => JSON.parse(readFileSync(`${d}/${f}`, 'utf8'))
let same = 0
let differ = 0
const byHeader = {}
for (const f of readdirSync(a).filter((f) => f.endsWith('.json') && !f.startsWith('_'))) {
  if (!existsSync(`${b}/${f}`)) {
    console.log(`only in ${a}: ${f}`)
    continue
  }
  const x = load(a, f)
  const y = load(b, f)
  const out = []
  if (x.records.length !== y.records.length) out.push(`  ${x.records.length} requests vs ${y.records.length}`)
  for (let i = 0; i < Math.min(x.records.length, y.records.length); i++) {
    const p = x.records[i]
    const q = y.records[i]
    const at = `${p.req.method} ${p.req.path.slice(0, 100)}`
    if (`${p.req.method} ${p.req.path}` !== `${q.req.method} ${q.req.path}`)
      out.push(`  #${i} request differs: ${at} | ${q.req.method} ${q.req.path.slice(0, 100)}`)
    for (const k of ['status', 'statusText'])
      if (p.res[k] !== q.res[k]) out.push(`  #${i} ${at}: ${k} ${p.res[k]} | ${q.res[k]}`)
    const group = (r) => {
      const m = {}
      for (const [n, v] of r.res.headers) if (!ignore.has(n)) (m[n] ??= []).push(v)
      return m
    }
    const g = group(p)
    const h = group(q)
    for (const n of new Set([...Object.keys(g), ...Object.keys(h)])) {
      if (JSON.stringify(g[n]) !== JSON.stringify(h[n])) {
        byHeader[n] = (byHeader[n] ?? 0) + 1
        out.push(`  #${i} ${at}: ${n}: ${g[n]?.join(' || ') ?? '-'} | ${h[n]?.join(' || ') ?? '-'}`)
      }
    }
    if (p.res.body !== q.res.body)
      out.push(
        `  #${i} ${at}: body\n      ${String(p.res.body).slice(0, 300)}\n      ${String(q.res.body).slice(0, 300)}`,
      )
  }
  if (out.length) {
    differ++
    if (!values.quiet) console.log(`${x.name}\n${out.join('\n')}`)
  } else same++
}
console.log(`${same} transcripts equal, ${differ} differ`, Object.keys(byHeader).length ? byHeader : '')
process.exit(differ ? 1 : 0)
