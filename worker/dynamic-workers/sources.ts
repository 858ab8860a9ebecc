// The code that isolates run, as text. Both models run the same modules.

import { wasm } from '../core.ts'
import doors from '../doors.js?text'
import isolate from './isolate.js?text'

export const AST_WORKER_SOURCE = isolate
export const AST_PARSE_WORKER_SOURCE = isolate

/** The modules of an isolate with this main module. */
export function modulesOf(source: string): Pick<WorkerLoaderWorkerCode, 'mainModule' | 'modules'> {
  const mainModule = 'dynamic-workers/isolate.js'
  return { mainModule, modules: { [mainModule]: source, 'doors.js': doors, 'core.wasm': wasm } }
}
