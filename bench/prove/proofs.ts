import { ABORTED } from './aborted.ts'
import { FUZZ } from './fuzz.ts'
import { KEEP_ALIVE } from './keep-alive.ts'
import { LIVEZ } from './livez.ts'
import { FEW_GREEDY, MANY_GREEDY } from './pipelining.ts'
import { PROTOCOL } from './protocol.ts'
import type { Proof } from './proof.ts'
import { SLOW_HEADERS, SLOW_UPLOAD } from './slow.ts'
import { SOAK } from './soak.ts'
import { STOP_BALANCED, STOP_STUBBORN, STOP_WORKERS } from './stop.ts'
import { STRAYS } from './strays.ts'

/** All proofs that need one server and nothing else, in the order of the table. */
export const PROOFS: readonly Proof[] = [
  FEW_GREEDY,
  MANY_GREEDY,
  SLOW_HEADERS,
  SLOW_UPLOAD,
  STOP_BALANCED,
  STOP_STUBBORN,
  STOP_WORKERS,
  FUZZ,
  ABORTED,
  SOAK,
  LIVEZ,
  KEEP_ALIVE,
  STRAYS,
  PROTOCOL,
]
