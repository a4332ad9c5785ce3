#!/usr/bin/env node
import { createProcessContext } from './commands/process-context.ts'
import { runRehost } from './commands/run.ts'

process.exit(await runRehost(process.argv.slice(2), createProcessContext()))
