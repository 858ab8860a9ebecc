// The isolate of the LOADER model: no bindings, no network.

import { LIMITS, RUNTIME } from './limits.ts'
import { AST_WORKER_SOURCE, modulesOf } from './sources.ts'

export function astWorker(tails: Fetcher[]): WorkerLoaderWorkerCode {
  return {
    ...RUNTIME,
    ...modulesOf(AST_WORKER_SOURCE),
    env: {},
    // Without this, the isolate would use the orchestrator's network access.
    globalOutbound: null,
    limits: LIMITS,
    tails,
  }
}
