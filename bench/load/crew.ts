import type { Contestant } from '../contestants.ts'
import { startServer } from './server.ts'
import type { RunningServer, StartOptions } from './server.ts'

/** Starts every contestant, gives them to `use` and stops them again. One that does not start is named and left out. */
export async function withServers(
  contestants: readonly Contestant[],
  options: StartOptions,
  use: (servers: readonly RunningServer[]) => Promise<void>,
): Promise<void> {
  const servers: RunningServer[] = []
  try {
    for (const contestant of contestants) {
      try {
        servers.push(await startServer(contestant, options))
      } catch (error) {
        console.error(`${contestant.name} does not run and is left out: ${String(error).slice(0, 300)}`)
      }
    }
    await use(servers)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}
