// The isolate of the DYNAMIC_WORKER_LOADER model: three bindings, no network.

import { LIMITS, RUNTIME } from './limits.ts'
import { modulesOf } from './sources.ts'
import type { DynamicWorkerBindings } from './types.ts'

export function astParseWorker(
  source: string,
  bindings: DynamicWorkerBindings,
  tails: Fetcher[],
): WorkerLoaderWorkerCode {
  const { COMPILATION_CACHE, RATE_LIMIT, COMPILER_VERSION } = bindings
  return {
    ...RUNTIME,
    ...modulesOf(source),
    // List each binding, so that nothing else of the object gets into the isolate.
    env: { COMPILATION_CACHE, RATE_LIMIT, COMPILER_VERSION },
    globalOutbound: null,
    limits: LIMITS,
    tails,
  }
}
