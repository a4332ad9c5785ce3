import { findAnswers } from './answers.ts'
import { findCaching } from './caching.ts'
import { findEnvironment } from './environment.ts'
import { findHeaders } from './headers.ts'
import { findImports } from './imports.ts'
import type { Pattern } from './pattern.ts'
import { findPlatform } from './platform.ts'
import { findRequestData } from './request-data.ts'
import { findSettings } from './settings.ts'

/** Everything that is looked for in a source file. */
export const PATTERNS: readonly Pattern[] = [
  findSettings,
  findImports,
  findEnvironment,
  findCaching,
  findHeaders,
  findAnswers,
  findPlatform,
  findRequestData,
]
