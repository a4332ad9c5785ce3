import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Mode, replayVariant } from './replay.ts'
import { type Variant, VARIANTS } from './variants.ts'
import {
  type Baseline,
  type Divergences,
  judge,
  loadBaseline,
  loadDivergences,
  renew,
  saveBaseline,
  summarise,
  type Verdict,
} from './verdict.ts'
import { describeVerdict, listUnneeded } from './report.ts'

const USAGE = `usage: npm run test:conformance -- [options]
  --corpus NAME    pages-api or route-handlers
  --variant V      only this variant; may be repeated
  --only RE        only the cases whose id matches
  --verbose        show expected and got of every difference
  --log            show what each server wrote
  --built          against the output of \`rehost build\`
  --dev            against \`rehost dev\` and the answers of \`next dev\`
  --lanes N        servers at a time, default 3
  --update         write baseline.json
  --json FILE      write every outcome`

/** What the command line asks for. */
interface Wish {
  variants: Variant[]
  mode: Mode
  lanes: number
  only?: RegExp
  verbose: boolean
  log: boolean
  update: boolean
  json?: string
}

function parseWish(argv: string[]): Wish {
  const { values } = parseArgs({
    args: argv,
    options: {
      corpus: { type: 'string' },
      variant: { type: 'string', multiple: true },
      only: { type: 'string' },
      lanes: { type: 'string', default: '3' },
      verbose: { type: 'boolean', default: false },
      log: { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
      update: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  })
  const mode = values.dev ? 'dev' : values.built ? 'built' : 'start'
  const variants = VARIANTS.filter(
    ({ corpus, name, devRecording }) =>
      (!values.corpus || values.corpus === corpus) &&
      (!values.variant || values.variant.includes(name)) &&
      (mode !== 'dev' || devRecording !== undefined),
  )
  const { verbose, log, update } = values
  const only = values.only === undefined ? {} : { only: new RegExp(values.only) }
  const json = values.json === undefined ? {} : { json: values.json }
  return { variants, mode, lanes: Number(values.lanes), verbose, log, update, ...only, ...json }
}

/** Everything the replays gather: known things before, verdicts after. */
interface Ledger {
  divergences: Divergences
  baseline: Baseline
  verdicts: Verdict[]
  /** Variants whose server did not start. */
  broken: number
}

async function replayOne(variant: Variant, wish: Wish, ledger: Ledger): Promise<void> {
  const { corpus, name } = variant
  const replayed = await replayVariant(variant, wish).catch((error: unknown) => {
    console.log(`${corpus} ${name}: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (!replayed) {
    ledger.broken += 1
    return
  }
  const known = ledger.baseline[corpus]
  const verdicts = replayed.outcomes.map((outcome) => judge(outcome, ledger.divergences, known))
  ledger.verdicts.push(...verdicts)
  for (const verdict of verdicts) process.stdout.write(describeVerdict(verdict, wish.verbose))
  if (wish.log) process.stdout.write(replayed.log)
  console.log(`${corpus} ${name}: ${summarise(verdicts)} (${(replayed.elapsedMs / 1000).toFixed(1)} s)`)
  if (wish.update) ledger.baseline[corpus] = renew(known, verdicts)
}

async function main(argv: string[]): Promise<number> {
  const wish = parseWish(argv)
  const ledger: Ledger = { divergences: loadDivergences(), baseline: loadBaseline(), verdicts: [], broken: 0 }
  const waiting = [...wish.variants]
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await replayOne(next, wish, ledger)
  }
  await Promise.all(Array.from({ length: wish.lanes }, lane))
  if (wish.update) saveBaseline(ledger.baseline)
  if (wish.json !== undefined) writeFileSync(wish.json, JSON.stringify(ledger.verdicts, null, 1))
  process.stdout.write(listUnneeded(ledger.verdicts, ledger.divergences))
  console.log(`all: ${summarise(ledger.verdicts)}`)
  // What was recorded of `next dev` has no baseline: differences there are for reading.
  const isWorse = wish.mode !== 'dev' && !wish.update && ledger.verdicts.some(({ worse }) => worse !== undefined)
  return ledger.broken || isWorse ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  console.error(USAGE)
  return 2
})
