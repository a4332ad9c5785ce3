export { rehost, type LibraryOptions } from './rehost.ts'
export { createServer, listen, type DrainOptions, type RehostServer } from './server.ts'
export { defineConfig, type RehostOptions } from './config/options.ts'
export { Fault, FAULTS, type FaultCode } from './errors.ts'
