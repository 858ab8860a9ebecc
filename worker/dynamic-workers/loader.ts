// Spawning an isolate for one request, in both binding models.
//
// All functions return `null` when no isolate could be started; only then may the next path be
// tried. The result of an isolate that ran is final, so that no request can leave the sandbox by
// crashing it. A start check without any data of the request tells the two cases apart: an isolate
// that answers it has started, and a client cannot influence the check.

import { refuse } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import type { Trace } from '../visit.ts'
import { within } from '../within.ts'
import { Garbage, isMarked, receive } from './answer.ts'
import { astParseWorker } from './ast-parse-worker.ts'
import { astWorker } from './ast-worker.ts'
import { Circuit, type CircuitState } from './circuit.ts'
import { tailsOf } from './isolate-log.ts'
import { DEADLINE_MS, GREETING_MS } from './limits.ts'
import { supplyOf, type Supply } from './tenant.ts'
import type {
  DynamicWorkerBindings,
  DynamicWorkerLoader,
  DynamicWorkerResult,
  DynamicWorkerTask,
} from './types.ts'

export function isLoaderAvailable<E extends Env>(env: E): env is E & Required<Pick<Env, 'LOADER'>> {
  return isLoader(env.LOADER)
}

export function isDynamicWorkerAvailable<E extends Env>(
  env: E,
): env is E & Required<Pick<Env, 'DYNAMIC_WORKER_LOADER'>> {
  return isLoader(env.DYNAMIC_WORKER_LOADER)
}

/** A dispatch namespace of the same name also has `get`, but it is not a loader. */
function isLoader(binding: unknown): binding is DynamicWorkerLoader {
  const it = binding as Partial<DynamicWorkerLoader> | undefined
  return typeof it?.load === 'function' && typeof it.get === 'function'
}

/** LOADER: all endpoints. */
function runByLoader(
  task: DynamicWorkerTask,
  caller: Caller,
  env: Env & Required<Pick<Env, 'LOADER'>>,
  trace: Trace,
): Promise<DynamicWorkerResult | null> {
  const code = (id: string) => astWorker(tailsOf(id))
  const supply = supplyOf(env.LOADER, 'loader', caller, env, code, trace.id)
  return run(supply, task, circuits.loader, trace)
}

// The guide has a function for each kind of task. All do the same.
export {
  runByLoader as runAstParseInDynamicWorker,
  runByLoader as runCompileInDynamicWorker,
  runByLoader as runValidateInDynamicWorker,
}

/** DYNAMIC_WORKER_LOADER: all of them. */
export function dispatchToDynamicWorker(
  env: Env & Required<Pick<Env, 'DYNAMIC_WORKER_LOADER'>>,
  source: string,
  task: DynamicWorkerTask,
  caller: Caller,
  bindings: DynamicWorkerBindings,
  trace: Trace,
): Promise<DynamicWorkerResult | null> {
  const path = 'dynamic-worker-loader'
  const code = (id: string) => astParseWorker(source, bindings, tailsOf(id))
  const supply = supplyOf(env.DYNAMIC_WORKER_LOADER, path, caller, env, code, trace.id)
  return run(supply, task, circuits[path], trace)
}

async function run(
  supply: Supply,
  task: DynamicWorkerTask,
  circuit: Circuit,
  trace: Trace,
): Promise<DynamicWorkerResult | null> {
  if (!circuit.mayTry()) return null
  const { use } = supply
  const since = performance.now()
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), DEADLINE_MS)
  try {
    const isolate = await start(supply, clock.signal, circuit, trace)
    if (isolate === null) return null
    const request = { method: 'POST', body: task.body, signal: clock.signal }
    const answer = await receive(await isolate.fetch(`http://isolate${task.endpoint.path}`, request))
    return { answer, use, milliseconds: performance.now() - since }
  } catch (error) {
    trace.failed(error)
    supply.replace()
    const why = error instanceof Garbage ? 'isolate-garbage' : clock.signal.aborted ? 'isolate-timeout' : 'isolate-threw'
    return { answer: refuse(why, { instance: task.endpoint.path }), use, milliseconds: performance.now() - since }
  } finally {
    clearTimeout(timer)
  }
}

/** An isolate that has answered the start check; `null` when it cannot be started. */
async function start(supply: Supply, signal: AbortSignal, circuit: Circuit, trace: Trace): Promise<Fetcher | null> {
  let isolate: Fetcher
  try {
    isolate = await greeted(supply, signal, trace)
  } catch (error) {
    if (error instanceof Garbage || signal.aborted) throw error
    circuit.failed()
    trace.failed(new Error('an isolate could not be started', { cause: error }))
    return null
  }
  circuit.started()
  return isolate
}

/** An isolate that the user's requests have broken says nothing about the loader: then it is another one. */
async function greeted(supply: Supply, signal: AbortSignal, trace: Trace): Promise<Fetcher> {
  if (supply.use === 'tenant') {
    try {
      return await within(GREETING_MS, greet(supply, signal))
    } catch (error) {
      trace.failed(new Error('the isolate of the user is replaced', { cause: error }))
      supply.replace()
    }
  }
  return greet(supply, signal)
}

async function greet(supply: Supply, signal: AbortSignal): Promise<Fetcher> {
  const isolate = (await supply.get()).getEntrypoint()
  const hello = await isolate.fetch('http://isolate/', { signal })
  if (hello.status !== 204 || !isMarked(hello)) throw new Garbage('the answer to the start check is another one')
  return isolate
}

const circuits = { loader: new Circuit(), 'dynamic-worker-loader': new Circuit() }

/** Whether isolates of each loader start. */
export function circuitStates(): Record<keyof typeof circuits, CircuitState> {
  return { loader: circuits.loader.state, 'dynamic-worker-loader': circuits['dynamic-worker-loader'].state }
}
