import { checkProject } from '../check/check-project.ts'
import { toReportText } from '../check/report-text.ts'
import { toExitCode } from '../check/report.ts'
import { loadEnv } from '../config/env.ts'
import { stopCompiler } from '../module/compiler.ts'
import { choosePaint } from '../paint.ts'
import type { CommandContext, CommandInput } from './command.ts'

/** Says of every route whether it runs here, and what differs; exit code 1 when something does not run. */
export async function check({ dir, flags }: CommandInput, context: CommandContext): Promise<number> {
  process.chdir(dir)
  loadEnv(dir, 'production')
  const report = await checkProject(dir)
  await stopCompiler()
  if (flags['json'] === true) context.out(JSON.stringify(report, undefined, 2))
  else context.out(toReportText(report, choosePaint(context.environment, process.stdout.isTTY)))
  return toExitCode(report, flags['strict'] === true)
}
