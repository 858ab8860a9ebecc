// The messages between the orchestrator and its isolates.

import type { Answer, Endpoint, LongAnswer } from '../core.ts'
import type { CompilationCache, RateLimitGate } from './bindings.ts'

/** Model A: makes a Worker from source text. */
export type DynamicWorkerLoader = Pick<WorkerLoader, 'load' | 'get'>

/** Model B. The name is the guide's; a binding of `worker_loaders` has both operations. */
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

/** `fresh`: the isolate answers one request. `tenant`: it answers requests of one user. */
export type IsolateUse = 'fresh' | 'tenant'

/** The result of an isolate that ran. It is final. */
export interface DynamicWorkerResult {
  answer: Answer | LongAnswer
  use: IsolateUse
  /** Milliseconds from requesting the isolate to its answer, or to the first MiB of a long one. */
  milliseconds: number
}
