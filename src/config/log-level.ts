import type { LogLevel } from './options.ts'

/** Every level that can be asked for, the most talkative first. */
export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

/** The level that a text names; undefined when it names none. */
export function toLogLevel(text: string): LogLevel | undefined {
  return LOG_LEVELS.find((level) => level === text)
}
