import type { Operate } from '../config/operate-options.ts'
import type { Logger } from '../log.ts'
import { VERSION } from '../version.ts'
import type { Beside } from './beside.ts'
import { watchLag } from './lag.ts'
import type { Life } from './life.ts'
import type { ModuleCounts } from './metrics.ts'
import type { Probes } from './probes.ts'
import { watchStrays } from './strays.ts'

/** What runs beside a server for those who watch it. */
export interface Operations {
  /** Begins to tell of the server, once its port is open. */
  follow(life: Life, modules: () => ModuleCounts): Promise<void>
  close(): Promise<void>
}

/**
 * Opens what the options ask for: the port of the probes at once, so that a start that takes long is seen to be alive;
 * metrics and the watch over the event loop with the server. What is not asked for is not even loaded.
 *
 * @param worker The number of this process among several, from 1: the first has the port of the metrics, the second the
 *   next one, and so on; probes are their leader's. Undefined for one that serves alone.
 * @throws {Fault} PORT_IN_USE.
 */
export async function openOperations(options: Operate, log: Logger, worker?: number): Promise<Operations> {
  const opened: Beside[] = []
  const { metrics, overload, strays } = options
  const health = worker === undefined ? options.health : undefined
  let probes: Probes | undefined
  const ends: (() => void)[] = []
  if (health) {
    const { openProbes } = await import('./probes.ts')
    probes = await openProbes(health)
    opened.push(probes)
    log.info({ event: 'health', port: probes.port }, `probes on port ${probes.port}`)
  }
  return {
    follow: async (life, modules) => {
      if (overload) ends.push(watchLag(life, overload))
      if (strays) ends.push(watchStrays(life, strays.perMinute))
      if (metrics) {
        const { openMetrics } = await import('./metrics.ts')
        const beside = await openMetrics({
          ...metrics,
          port: toPort(metrics.port, worker),
          life,
          modules,
          version: VERSION,
        })
        opened.push(beside)
        log.info({ event: 'metrics', port: beside.port }, `metrics on port ${beside.port}`)
      }
      probes?.follow(life)
    },
    close: async () => {
      for (const end of ends) end()
      await Promise.all(opened.map((one) => one.close()))
    },
  }
}

function toPort(port: number, worker = 1): number {
  return port === 0 ? 0 : port + worker - 1
}
