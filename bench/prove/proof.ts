import type { Target } from './target.ts'

/** What a proof found, in words, and whether that is as good as its goal. */
export interface Finding {
  readonly found: string
  readonly reached: boolean
}

/** Full counts, or a tenth of them, for a machine that has to be quick. */
export type Scale = 'full' | 'quick'

/** What a row of a table says beside its finding. */
export interface Claim {
  /** Short name, for the command line. */
  readonly name: string
  readonly what: string
  /** What Express 5, Fastify 5 or Next.js do, measured the same way. */
  readonly others: string
  /** What has to be found for the proof to hold. */
  readonly goal: string
}

/** A question about reliability that a script can answer. */
export interface Proof extends Claim {
  /** What the target needs that is not there by default. */
  readonly options?: TargetOptions
  readonly run: (target: Target, scale: Scale) => Promise<Finding>
}

export interface TargetOptions {
  /** Flags for Node.js, such as `--expose-gc`. */
  readonly nodeArgs?: readonly string[]
  /** Whether requests are logged, as by default in production. Default true. */
  readonly logging?: boolean
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>
}
