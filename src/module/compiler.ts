/**
 * Ends the compiler's own process; it starts again when something is compiled after all.
 *
 * A server that has compiled what it serves would keep 30 MB for nothing.
 */
export async function stopCompiler(): Promise<void> {
  const { stop } = await import('esbuild')
  await stop()
}
