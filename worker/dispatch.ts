// Chooses the path: LOADER, otherwise DYNAMIC_WORKER_LOADER, otherwise the core inline.

import { answer, refuse, type Answer } from './core.ts'
import {
  AST_PARSE_WORKER_SOURCE,
  bindingsFor,
  dispatchToDynamicWorker,
  isDynamicWorkerAvailable,
  isLoaderAvailable,
  runAstParseInDynamicWorker,
  runCompileInDynamicWorker,
  runValidateInDynamicWorker,
  type DynamicWorkerResult,
  type DynamicWorkerTask,
} from './dynamic-workers/index.ts'
import type { Caller, Env } from './env.ts'

export type Path = 'loader' | 'dynamic-worker-loader' | 'inline'
type Skipped = 'not-bound' | 'could-not-start'

export interface Dispatched {
  path: Path
  answer: Answer
  /** The paths before it and why they were skipped, for `X-Bloqr-Fallback`. */
  fallback: string[]
  /** The time of the isolate. Inline has none, because the platform stops the clock. */
  milliseconds?: number
}

let last: Path | null = null

/** The paths that this instance of the worker can use, and the one that it used last. */
export function paths(env: Env): { available: Record<Path, boolean>; lastUsed: Path | null } {
  const available = {
    loader: isLoaderAvailable(env),
    'dynamic-worker-loader': isDynamicWorkerAvailable(env),
    inline: true,
  }
  return { available, lastUsed: last }
}

export async function dispatch(
  task: DynamicWorkerTask,
  caller: Caller,
  env: Env,
  ctx: ExecutionContext,
): Promise<Dispatched> {
  const fallback: string[] = []
  const isolates = [
    ['loader', () => byLoader(task, env)],
    ['dynamic-worker-loader', () => byDynamicWorkerLoader(task, caller, env, ctx)],
  ] as const
  for (const [path, run] of isolates) {
    const result = await run()
    if (typeof result !== 'string') {
      last = path
      return { path, fallback, ...result }
    }
    fallback.push(`${path}=${result}`)
  }
  last = 'inline'
  return { path: 'inline', fallback, answer: inline(task) }
}

async function byLoader(task: DynamicWorkerTask, env: Env): Promise<DynamicWorkerResult | Skipped> {
  if (!isLoaderAvailable(env)) return 'not-bound'
  return (await RUN[task.endpoint.task](task, env)) ?? 'could-not-start'
}

const RUN = {
  ast: runAstParseInDynamicWorker,
  validate: runValidateInDynamicWorker,
  compile: runCompileInDynamicWorker,
}

async function byDynamicWorkerLoader(
  task: DynamicWorkerTask,
  caller: Caller,
  env: Env,
  ctx: ExecutionContext,
): Promise<DynamicWorkerResult | Skipped> {
  if (!isDynamicWorkerAvailable(env)) return 'not-bound'
  const bindings = bindingsFor(caller, env, ctx)
  return (await dispatchToDynamicWorker(env, AST_PARSE_WORKER_SOURCE, task, bindings)) ?? 'could-not-start'
}

function inline(task: DynamicWorkerTask): Answer {
  try {
    return answer(task.endpoint, task.body)
  } catch (error) {
    console.error(`the core trapped: ${error}`)
    return refuse('core-failed', { instance: task.endpoint.path })
  }
}
