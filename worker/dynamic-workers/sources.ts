// The code that isolates run, as text. Both models run the same module.

import isolate from './isolate.js?text'

export const AST_WORKER_SOURCE = isolate
export const AST_PARSE_WORKER_SOURCE = isolate
