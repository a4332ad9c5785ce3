type Compiler = typeof import('esbuild')

let running = 0

/** Uses the compiler, which is loaded here, so that a built server runs without it. */
export async function withCompiler<T>(use: (compiler: Compiler) => Promise<T>): Promise<T> {
  running += 1
  try {
    return await use(await import('esbuild'))
  } finally {
    running -= 1
  }
}

/**
 * Ends the compiler's own process, unless somebody uses it; it starts again when something is compiled after all.
 *
 * A server that has compiled what it serves would keep 30 MB for nothing.
 */
export async function stopCompiler(): Promise<void> {
  const { stop } = await import('esbuild')
  if (running === 0) await stop()
}
