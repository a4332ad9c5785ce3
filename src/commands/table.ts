import { SERVER_FLAGS, type Command } from './command.ts'

/** Every command. Each is loaded when it is run, so that `start` does not pay for what `build` needs. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  dev: {
    summary: 'serve the folder and reload on every save',
    flags: SERVER_FLAGS,
    run: async (input, context) => (await import('./dev.ts')).dev(input, context),
  },
  build: {
    summary: 'compile the folder into .rehost/, which start then serves',
    flags: [
      { name: 'out', value: 'DIR', help: 'where to write (default <dir>/.rehost)' },
      { name: 'json', help: 'what was built, as JSON' },
      { name: 'standalone', help: 'also make .rehost/standalone, a folder for an image, with the packages it needs' },
    ],
    run: async (input, context) => (await import('./build.ts')).build(input, context),
  },
  start: {
    summary: 'serve the build, or the folder compiled in memory',
    flags: SERVER_FLAGS,
    run: async (input, context) => (await import('./start.ts')).start(input, context),
  },
  routes: {
    summary: 'list methods, paths and files',
    flags: [{ name: 'json', help: 'as JSON' }],
    run: async (input, context) => (await import('./routes.ts')).routes(input, context),
  },
  openapi: {
    summary: 'write the OpenAPI document, check it, or explain it',
    flags: [
      { name: 'out', value: 'DIR', help: 'where to write (default <dir>/openapi)' },
      { name: 'format', value: 'FORMAT', help: 'json, yaml or both (default both)' },
      { name: 'check', help: 'write nothing; exit 1 and show what changed when the files are stale' },
      { name: 'explain', help: 'write nothing; show what is known of each operation, how, and where it stands' },
      { name: 'learn', help: 'first add answers that dev has seen and the document has not' },
      { name: 'json', help: 'with --check or --explain: as JSON' },
    ],
    run: async (input, context) => (await import('./openapi.ts')).openapi(input, context),
  },
  check: {
    summary: 'say of every route whether it runs here, before you move',
    flags: [
      { name: 'json', help: 'as JSON' },
      { name: 'strict', help: 'exit 1 for remarks too, not only for what cannot run' },
    ],
    run: async (input, context) => (await import('./check.ts')).check(input, context),
  },
  compare: {
    summary: 'send the same requests to two servers, show what differs',
    operands: ['<urlA>', '<urlB>'],
    flags: [
      {
        name: 'from',
        value: 'FILE',
        help: 'OpenAPI document, HAR file or list of requests (default /openapi.json of B or A)',
      },
      { name: 'method', value: 'NAMES', many: true, help: 'methods to send, with commas (default GET,HEAD)' },
      { name: 'header', value: 'LINE', many: true, help: "'Name: value' to send with every request" },
      {
        name: 'ignore',
        value: 'PATH',
        many: true,
        help: 'leave out status, header.NAME or body.PATH; * is any name or index',
      },
      { name: 'timeout', value: 'MS', help: 'until an answer is there (default 10000)' },
      { name: 'concurrency', value: 'N', help: 'requests at a time (default 4); those that write go one by one' },
      { name: 'json', help: 'as JSON' },
    ],
    run: async (input, context) => (await import('./compare.ts')).compare(input, context),
  },
  init: {
    summary: 'write Dockerfile, compose file, CI workflow and manifests',
    flags: [
      { name: 'force', help: 'overwrite files that are there already' },
      { name: 'yes', short: 'y', help: 'ask nothing: keep files that are there, write the rest' },
    ],
    run: async (input, context) => (await import('./init.ts')).init(input, context),
  },
  completion: {
    summary: 'print a completion script for bash, zsh or fish',
    operands: ['<shell>'],
    flags: [],
    run: async (input, context) => (await import('./completion.ts')).completion(input, context, COMMANDS),
  },
}
