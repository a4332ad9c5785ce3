import { findOutput } from '../build/output.ts'
import { loadConfigFile } from '../config-file.ts'
import { openInferredFolder } from '../inference.ts'
import { stopCompiler } from '../module/compiler.ts'
import { importConfigFile } from '../module/config-file.ts'
import type { CommandContext, CommandInput } from './command.ts'
import { importServer } from './import-server.ts'
import { serveFolder } from './serve.ts'
import { openSession } from './session.ts'
import { leadWorkers } from './workers.ts'

/** Serves the folder until the process is asked to end: the build if there is one, else compiled in memory. */
export async function start(input: CommandInput, context: CommandContext): Promise<number> {
  const outDir = findOutput(input.dir)
  const led = await leadWorkers(input, context, {
    variables: () => (outDir === undefined ? toSharedSecret(context) : {}),
  })
  if (led !== undefined) return led
  if (outDir === undefined) return startInMemory(input, context)
  const server = await importServer(outDir)
  return server.start(outDir, input, context)
}

// Workers that compile for themselves must still believe one another's draft cookies.
function toSharedSecret({ environment }: CommandContext): Record<string, string> {
  return environment['REHOST_SECRET'] ? {} : { REHOST_SECRET: crypto.randomUUID() }
}

async function startInMemory(input: CommandInput, context: CommandContext): Promise<number> {
  const asked = context.signal() // Heard from the first moment on.
  const { dir } = input
  const session = await openSession(input, context, {
    mode: 'production',
    readConfig: () => loadConfigFile(dir, importConfigFile),
  })
  const { guard, problem } = session.options
  const folder = await openInferredFolder({ dir, mode: 'production', logger: session.log, guard, problem })
  await stopCompiler()
  return serveFolder({ folder, session, asked, secret: context.environment['REHOST_SECRET'] }, context)
}
