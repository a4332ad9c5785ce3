import type { answerEdge } from '../next/edge-door.ts'
import type { answerWeb } from '../next/web-door.ts'

/** The doors of web-style and edge-style handlers. */
export interface WebDoors {
  readonly answerWeb: typeof answerWeb
  readonly answerEdge: typeof answerEdge
}

/**
 * Loads the doors for the first route that needs them: with the platform's Request and Response behind them they are a
 * third of a start and 4 MB of memory, and many projects have Node-style handlers alone.
 */
export async function openWebDoors(): Promise<WebDoors> {
  const [web, edge] = await Promise.all([import('../next/web-door.ts'), import('../next/edge-door.ts')])
  return { answerWeb: web.answerWeb, answerEdge: edge.answerEdge }
}
