// Spawning an isolate for one request, in both binding models.
//
// All functions return `undefined` when no isolate could be started; only then may the next path be
// tried. The result of an isolate that ran is final, so that no request can leave the sandbox by
// crashing it. A start check without any data of the request tells the two cases apart: an isolate
// that answers it has started, and a client cannot influence the check.

import { read } from '../bytes.ts'
import { isDocument, refuse, type Answer } from '../core.ts'
import type { Env } from '../env.ts'
import { astParseWorker } from './ast-parse-worker.ts'
import { astWorker } from './ast-worker.ts'
import { DEADLINE_MS, MAX_ANSWER, MAX_CHECKED } from './limits.ts'
import type { DynamicWorkerBindings, DynamicWorkerLoader, DynamicWorkerResult, DynamicWorkerTask } from './types.ts'

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

/** LOADER: `/api/ast/parse` and `/api/ast/walk`. */
export function runAstParseInDynamicWorker(
  task: DynamicWorkerTask,
  env: Required<Pick<Env, 'LOADER'>>,
): Promise<DynamicWorkerResult | null> {
  return run(() => env.LOADER.load(astWorker()), task)
}

/** LOADER: `/api/validate` and `/api/validate-rule`. */
export function runValidateInDynamicWorker(
  task: DynamicWorkerTask,
  env: Required<Pick<Env, 'LOADER'>>,
): Promise<DynamicWorkerResult | null> {
  return run(() => env.LOADER.load(astWorker()), task)
}

/** LOADER: `/api/compile`, `/api/transform` and `/api/convert`. */
export function runCompileInDynamicWorker(
  task: DynamicWorkerTask,
  env: Required<Pick<Env, 'LOADER'>>,
): Promise<DynamicWorkerResult | null> {
  return run(() => env.LOADER.load(astWorker()), task)
}

/** DYNAMIC_WORKER_LOADER: all of them. */
export function dispatchToDynamicWorker(
  env: Required<Pick<Env, 'DYNAMIC_WORKER_LOADER'>>,
  source: string,
  task: DynamicWorkerTask,
  bindings: DynamicWorkerBindings,
): Promise<DynamicWorkerResult | null> {
  return run(() => env.DYNAMIC_WORKER_LOADER.load(astParseWorker(source, bindings)), task)
}

async function run(load: () => WorkerStub, task: DynamicWorkerTask): Promise<DynamicWorkerResult | null> {
  const since = performance.now()
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), DEADLINE_MS)
  try {
    const isolate = await start(load, clock.signal)
    if (isolate === null) return null
    const answer = await ask(isolate, task, clock.signal)
    return { answer, milliseconds: performance.now() - since }
  } catch (error) {
    const why = error instanceof Garbage ? 'isolate-garbage' : clock.signal.aborted ? 'isolate-timeout' : 'isolate-threw'
    return { answer: refuse(why, { instance: task.endpoint.path }), milliseconds: performance.now() - since }
  } finally {
    clearTimeout(timer)
  }
}

/** An isolate that has answered the start check; `undefined` when it cannot be started. */
async function start(load: () => WorkerStub, signal: AbortSignal): Promise<Fetcher | null> {
  let isolate: Fetcher
  let hello: Response
  try {
    isolate = load().getEntrypoint()
    hello = await isolate.fetch('http://isolate/', { signal })
  } catch (error) {
    if (signal.aborted) throw error
    // Only for the log: the text can come from the isolate.
    console.warn(`an isolate could not be started: ${error}`)
    return null
  }
  if (hello.status !== 204 || !isMarked(hello)) throw new Garbage()
  return isolate
}

async function ask(isolate: Fetcher, task: DynamicWorkerTask, signal: AbortSignal): Promise<Answer> {
  const response = await isolate.fetch(`http://isolate${task.endpoint.path}`, { method: 'POST', body: task.body, signal })
  const { status } = response
  const type = status === 200 ? 'application/json' : 'application/problem+json'
  if (!isMarked(response) || response.headers.get('content-type') !== type) throw new Garbage()
  const body = await read(response, MAX_ANSWER)
  if (body === undefined || !isWhole(body)) throw new Garbage()
  return { status, body }
}

function isMarked(response: Response): boolean {
  return response.headers.get('x-bloqr-isolate') === '1'
}

/** A whole JSON object. Of a long one only the start and the end are checked: the check takes its time, and a copy. */
function isWhole(body: Uint8Array): boolean {
  return body.length > MAX_CHECKED ? body[0] === OPEN && body.at(-1) === CLOSE : isDocument(body)
}

const [OPEN, CLOSE] = [0x7b, 0x7d]

/** An answer that the core did not make. */
class Garbage extends Error {}
