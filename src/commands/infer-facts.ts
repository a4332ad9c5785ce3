import type { Scanned } from '../folder.ts'
import { openFolderInference } from '../inference.ts'
import { createLogger } from '../log.ts'
import type { ProjectFacts } from '../schema/facts.ts'

/** Reads a folder's handlers for a command that waits for the result. */
export async function inferFacts(scanned: Scanned): Promise<ProjectFacts> {
  const inference = openFolderInference(scanned, createLogger({ level: 'warn', pretty: true }))
  try {
    return await inference.facts()
  } finally {
    await inference.close()
  }
}
