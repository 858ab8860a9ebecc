export { AST_PARSE_WORKER_SOURCE } from './sources.ts'
export { CompilationCache, RateLimitGate, bindingsFor } from './bindings.ts'
export { whole } from './answer.ts'
export type { CircuitState } from './circuit.ts'
export { IsolateLog, tailsOf } from './isolate-log.ts'
export {
  circuitStates,
  dispatchToDynamicWorker,
  isDynamicWorkerAvailable,
  isLoaderAvailable,
  runAstParseInDynamicWorker,
  runCompileInDynamicWorker,
  runValidateInDynamicWorker,
} from './loader.ts'
export type {
  DynamicDispatchNamespace,
  DynamicWorkerBindings,
  DynamicWorkerLoader,
  DynamicWorkerResult,
  DynamicWorkerTask,
  IsolateUse,
} from './types.ts'
