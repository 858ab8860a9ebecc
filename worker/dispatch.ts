// Chooses the path: LOADER, otherwise DYNAMIC_WORKER_LOADER, otherwise the core inline.

import { refuse, type Answer, type LongAnswer } from './core.ts'
import {
  AST_PARSE_WORKER_SOURCE,
  bindingsFor,
  circuitStates,
  dispatchToDynamicWorker,
  isDynamicWorkerAvailable,
  isLoaderAvailable,
  runAstParseInDynamicWorker,
  runCompileInDynamicWorker,
  runValidateInDynamicWorker,
  whole,
  type CircuitState,
  type DynamicWorkerResult,
  type DynamicWorkerTask,
  type IsolateUse,
} from './dynamic-workers/index.ts'
import type { Caller, Env } from './env.ts'
import { answerInline } from './inline.ts'
import { LongAnswers } from './long-answers.ts'
import type { Trace } from './visit.ts'

export type Path = 'loader' | 'dynamic-worker-loader' | 'inline'
type Skipped = 'not-bound' | 'could-not-start'

/** How a request was answered. */
export interface Run {
  path: Path
  /** The paths before it and why they were skipped, for `X-Bloqr-Fallback`. */
  fallback: string[]
  /** How the isolate is shared. Inline has none. */
  use?: IsolateUse
  /** The time of the isolate. Inline has none, because the platform stops the clock. */
  milliseconds?: number
}

export interface Dispatched extends Run {
  answer: Answer
}

let last: Path | null = null

interface Paths {
  available: Record<Path, boolean>
  /** `open`: the last isolates could not start, and the path is not tried for a while. */
  circuits: Record<string, CircuitState>
  lastUsed: Path | null
}

/** The paths that this instance of the worker can use, and the one that it used last. */
export function paths(env: Env): Paths {
  const available = {
    loader: isLoaderAvailable(env),
    'dynamic-worker-loader': isDynamicWorkerAvailable(env),
    inline: true,
  }
  return { available, circuits: circuitStates(), lastUsed: last }
}

/** Answers a request. A long answer comes in pieces, which can be read once. */
export async function dispatch(
  task: DynamicWorkerTask,
  caller: Caller,
  env: Env,
  ctx: ExecutionContext,
  trace: Trace,
): Promise<Run & { answer: Answer | LongAnswer }> {
  const { answer, ...run } = await ask(task, caller, env, ctx, trace)
  // Inline has waited before it began.
  if (!('pieces' in answer) || run.path === 'inline') return { ...run, answer }
  try {
    return { ...run, answer: long.send(answer, await long.begin(caller.user)) }
  } catch (error) {
    // The isolate does not wait for a reader.
    for await (const _ of answer.pieces) break
    throw error
  }
}

/** Of isolates. Of each, the worker holds the 1 MiB that it has checked, until that is sent, and two pieces. */
const long = new LongAnswers({ ofAll: 40, ofUser: 32 })

async function ask(
  task: DynamicWorkerTask,
  caller: Caller,
  env: Env,
  ctx: ExecutionContext,
  trace: Trace,
): Promise<Run & { answer: Answer | LongAnswer }> {
  const fallback: string[] = []
  const isolates = [
    ['loader', () => byLoader(task, caller, env, trace)],
    ['dynamic-worker-loader', () => byDynamicWorkerLoader(task, caller, env, ctx, trace)],
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
  return { path: 'inline', fallback, answer: await answerInline(task, caller, trace) }
}

/** The same, with the whole answer. */
export async function dispatchWhole(
  task: DynamicWorkerTask,
  caller: Caller,
  env: Env,
  ctx: ExecutionContext,
  trace: Trace,
): Promise<Dispatched> {
  const { answer, ...run } = await ask(task, caller, env, ctx, trace)
  try {
    return { ...run, answer: await whole(answer) }
  } catch (error) {
    trace.failed(error)
    return { ...run, answer: refuse('isolate-garbage', { instance: task.endpoint.path }) }
  }
}

async function byLoader(
  task: DynamicWorkerTask,
  caller: Caller,
  env: Env,
  trace: Trace,
): Promise<DynamicWorkerResult | Skipped> {
  if (!isLoaderAvailable(env)) return 'not-bound'
  return (await RUN[task.endpoint.task](task, caller, env, trace)) ?? 'could-not-start'
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
  trace: Trace,
): Promise<DynamicWorkerResult | Skipped> {
  if (!isDynamicWorkerAvailable(env)) return 'not-bound'
  const bindings = bindingsFor(caller, env, ctx)
  return (await dispatchToDynamicWorker(env, AST_PARSE_WORKER_SOURCE, task, caller, bindings, trace)) ?? 'could-not-start'
}
