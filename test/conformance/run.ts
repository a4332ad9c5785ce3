import { parseArgs } from 'node:util'
import { type Mode, replayAll, type Replayed } from './replay.ts'
import { type Variant, VARIANTS } from './variants.ts'
import {
  type Divergences,
  judge,
  type Known,
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
  --update         write baseline.json`

/** What the command line asks for. */
interface Wish {
  variants: Variant[]
  mode: Mode
  lanes: number
  only?: RegExp
  verbose: boolean
  log: boolean
  update: boolean
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
  return { variants, mode, lanes: Number(values.lanes), verbose, log, update, ...only }
}

function judgeAll({ outcomes }: Replayed, divergences: Divergences, known: Known): Verdict[] {
  return outcomes.map((outcome) => judge(outcome, divergences, known))
}

async function main(argv: string[]): Promise<number> {
  const wish = parseWish(argv)
  const divergences = loadDivergences()
  const baseline = loadBaseline()
  const all: Verdict[] = []
  const onDone = (replayed: Replayed): void => {
    const { corpus, name } = replayed.variant
    const verdicts = judgeAll(replayed, divergences, baseline[corpus])
    all.push(...verdicts)
    for (const verdict of verdicts) process.stdout.write(describeVerdict(verdict, wish.verbose))
    if (wish.log) process.stdout.write(replayed.log)
    console.log(`${corpus} ${name}: ${summarise(verdicts)} (${(replayed.elapsedMs / 1000).toFixed(1)} s)`)
    if (wish.update) baseline[corpus] = renew(baseline[corpus], verdicts)
  }
  await replayAll(wish.variants, {
    mode: wish.mode,
    lanes: wish.lanes,
    onDone,
    ...(wish.only ? { only: wish.only } : {}),
  })
  if (wish.update) saveBaseline(baseline)
  process.stdout.write(listUnneeded(all, divergences))
  console.log(`all: ${summarise(all)}`)
  return !wish.update && wish.mode !== 'dev' && all.some(({ worse }) => worse) ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  console.error(USAGE)
  return 2
})
