// What is said between the orchestrator and its isolates.

import type { Answer, Endpoint } from '../core.ts'
import type { CompilationCache, RateLimitGate } from './bindings.ts'

/** Model A: makes a Worker of source text. */
export type DynamicWorkerLoader = Pick<WorkerLoader, 'load' | 'get'>

/** Model B. The guide's name; what wrangler binds as `worker_loaders` has the two operations. */
export type DynamicDispatchNamespace = Pick<WorkerLoader, 'load' | 'get'>

/** All that a Model A isolate sees. A Model B isolate sees nothing. */
export interface DynamicWorkerBindings {
  COMPILATION_CACHE: Service<CompilationCache>
  RATE_LIMIT: Service<RateLimitGate>
  COMPILER_VERSION: string
}

/** A request that has passed the gates. */
export interface DynamicWorkerTask {
  endpoint: Endpoint
  body: Uint8Array
}

/** How an isolate that ran came out: final, whatever it was. */
export interface DynamicWorkerResult {
  answer: Answer
  /** From asking for the isolate to the last byte of its answer. */
  milliseconds: number
}
