import { toTable } from '../report.ts'
import { EVENTS } from './events.ts'
import type { Claim, Finding } from './proof.ts'
import { PROOFS } from './proofs.ts'

/** The rows of the summary: what they are about, and the proofs of each, of one server and of several. */
const ROWS: readonly (readonly [id: string, what: string, proofs: readonly string[]])[] = [
  ['A1', 'few clients pipeline and never read', ['pipelining-few']],
  ['A2', 'many clients pipeline and never read', ['pipelining-many']],
  ['A3', 'slowloris', ['slow-headers']],
  ['A4', 'slow uploads', ['slow-upload']],
  ['A5', 'SIGTERM under load', ['stop', 'stop-stubborn', 'stop-workers']],
  ['A6', 'rolling update behind a balancer of connections', ['roll-tcp', 'roll-tcp-post']],
  ['A7', 'rolling update behind an HTTP balancer', ['roll-http']],
  ['A8', 'a bad image', ['bad-image']],
  ['A9', 'kill −9 of a replica', ['kill-http', 'kill-tcp']],
  ['A10', 'a frozen replica', ['freeze-http', 'freeze-tcp']],
  ['A11', 'replacement with docker compose', ['compose']],
  ['A12', 'malformed requests', ['fuzz']],
  ['A13', 'aborted uploads', ['aborted']],
  ['A14', 'a million requests', ['soak']],
  ['A15', '/livez while handlers burn the processor', ['livez']],
  ['A16', 'reuse of an idle connection at its end', ['keep-alive']],
  ['A17', 'errors outside of any request', ['strays']],
  ['A18', 'HTTP/1.1 conformance', ['protocol']],
  ['', 'more and fewer replicas', ['scale-up', 'scale-down']],
]

const CLAIMS: readonly (readonly [table: 'rehost' | 'rollout', claim: Claim])[] = [
  ...PROOFS.map((claim) => ['rehost', claim] as const),
  ...EVENTS.map((claim) => ['rollout', claim] as const),
]

/** What was found, by table and name; undefined for what was not run. */
export type Look = (table: string, name: string) => Finding | undefined

/** One row for each question, with every proof of it: baseline, target, finding, verdict. */
export function toSummary(look: Look, toVerdict: (finding: Finding | undefined) => string): string {
  const rows = ROWS.flatMap(([id, what, names]) =>
    names.map((name, index) => {
      const [table, claim] = CLAIMS.find(([, one]) => one.name === name) ?? []
      if (table === undefined || claim === undefined) throw new Error(`no proof is called ${name}`)
      const finding = look(table, name)
      const head = index === 0 ? [id, what] : ['', '']
      return [...head, `\`${name}\``, claim.others, claim.goal, finding?.found ?? '', toVerdict(finding)]
    }),
  )
  const reached = rows.filter((row) => row.at(-1) === 'reached').length
  const table = toTable(['', 'what', 'proof', 'baseline', 'target', 'found', 'verdict'], rows, 'text')
  return `${reached} of ${rows.length} proofs reached their target.\n\n${table}`
}
