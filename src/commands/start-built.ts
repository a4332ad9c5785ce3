import { openBuild, type OpenOptions } from '../build/open-build.ts'
import type { CommandContext, CommandInput } from './command.ts'
import { serveFolder } from './serve.ts'
import { openSession } from './session.ts'

/** Serves a build until the process is asked to end; then drains and returns 0. */
export async function startBuilt(
  input: CommandInput,
  context: CommandContext,
  { outDir, provide }: { readonly outDir: string } & Pick<OpenOptions, 'provide'>,
): Promise<number> {
  const asked = context.signal() // Heard from the first moment on.
  const build = await openBuild(outDir, { dir: input.dir, provide })
  const session = await openSession(input, context, { mode: 'production', readConfig: build.readConfig })
  const { guard, problem } = session.options
  const folder = build.openFolder({ logger: session.log, guard, problem })
  const secret = context.environment['REHOST_SECRET'] ?? build.secret
  return serveFolder({ folder, session, asked, secret, release: build.release }, context)
}
