import type { Finding } from './finding.ts'

/** What becomes of one route. */
export interface RouteVerdict {
  /** In Next.js spelling, with basePath. */
  readonly path: string
  /** Below the project folder. */
  readonly file: string
  /** `runs` as under Next.js, `differs` in what the findings say, `broken` when it cannot run. */
  readonly verdict: 'runs' | 'differs' | 'broken'
  /** What concerns it, by index into `Report.findings`. */
  readonly findings: readonly number[]
}

/** All that `check` found. */
export interface Report {
  readonly routes: readonly RouteVerdict[]
  /** Each once, whichever routes it concerns; errors first. */
  readonly findings: readonly Finding[]
  readonly summary: {
    readonly runs: number
    readonly differs: number
    readonly broken: number
    readonly errors: number
    readonly remarks: number
    /** Pages of the website, which are not served. */
    readonly pages: number
  }
  /** False when no parser for patterns was there: then only what does not compile was found. */
  readonly complete: boolean
}

/** The exit code: 1 when something cannot run, or with `strict` when there is anything to say. */
export function toExitCode({ summary }: Report, strict: boolean): number {
  return summary.errors > 0 || (strict && summary.remarks > 0) ? 1 : 0
}
