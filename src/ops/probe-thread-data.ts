/** Places in the memory that the event loop and the thread of the probes share. */
export const BEATS = 0
export const READY = 1

export interface ProbeThreadData {
  readonly shared: Int32Array
  readonly port: number
  readonly host: string | undefined
  readonly stallMs: number
}
