export { rehost, type LibraryOptions, type RehostApp } from './rehost.ts'
export { createServer, listen, type DrainOptions, type RehostServer } from './server.ts'
export { defineConfig, type ProblemDetails, type ProblemFormat, type RehostOptions } from './config/options.ts'
export { Fault, FAULTS, type FaultCode } from './errors.ts'
export type {
  Answer,
  Answers,
  Body,
  Contract,
  ContractBody,
  ContractContext,
  ContractMethod,
  ContractRequest,
  ContractResponse,
  InputOf,
  Operation,
  OutputOf,
  ParsedValues,
  Schema,
} from './openapi/contract.ts'
