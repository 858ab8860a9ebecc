// The isolate of the LOADER model: no bindings, no network.

import { wasm } from '../core.ts'
import { AST_WORKER_SOURCE } from './sources.ts'
import { LIMITS, RUNTIME } from './limits.ts'

export function astWorker(tails: Fetcher[]): WorkerLoaderWorkerCode {
  return {
    ...RUNTIME,
    mainModule: 'isolate.js',
    modules: { 'isolate.js': AST_WORKER_SOURCE, 'core.wasm': wasm },
    env: {},
    // Without this, the isolate would use the orchestrator's network access.
    globalOutbound: null,
    limits: LIMITS,
    tails,
  }
}
