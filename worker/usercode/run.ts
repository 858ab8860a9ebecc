// Runs code of users: in the SANDBOX that `bloqr dev` binds, otherwise by LOADER. Locally workerd bounds
// neither time nor memory of an isolate, so there the sandbox is a process of its own.

import { concat, readSome } from '../bytes.ts'
import { version } from '../core.ts'
import { isLoaderAvailable, tailsOf } from '../dynamic-workers/index.ts'
import type { Env } from '../env.ts'
import { Refused } from '../refused.ts'

/** How a run ended, and what came out: the answer, or the message of an exception. */
export interface Ended {
  ended: 'answered' | 'threw' | 'timed-out' | 'out-of-memory'
  /** The status of the isolate's answer. */
  status?: number
  bytes: Uint8Array
}

/** The sandbox may be busy with others, and starts a process. */
const SANDBOX_PATIENCE_MS = 60_000

export function canRun(env: Env): boolean {
  return env.SANDBOX !== undefined || isLoaderAvailable(env)
}

/** Runs once. `code` is the argument of `load()`, as JSON; `request` the body for the isolate. */
export async function run(code: Uint8Array, request: Uint8Array, env: Env, id: string): Promise<Ended> {
  if (env.SANDBOX !== undefined) {
    return bySandbox(env.SANDBOX, code, request).catch((cause) => {
      throw new Refused('user-code-unavailable', { detail: 'The sandbox has failed.', retryAfter: 5, cause })
    })
  }
  if (isLoaderAvailable(env)) return byLoader(env.LOADER, code, request, id)
  throw new Refused('user-code-unavailable')
}

/** The protocol is that of `src/cli/sandbox/host.js`. */
async function bySandbox(sandbox: Fetcher, code: Uint8Array, request: Uint8Array): Promise<Ended> {
  const { maxAnswer } = version().userCode
  const response = await sandbox.fetch(`http://sandbox/?code=${code.length}&most=${maxAnswer}`, {
    method: 'POST',
    body: concat(code, request),
    signal: AbortSignal.timeout(SANDBOX_PATIENCE_MS),
  })
  const ended = response.headers.get('Ended')
  const bytes = await readSome(response, maxAnswer + 1)
  switch (ended) {
    case 'answered':
      return { ended, status: Number(response.headers.get('Status')), bytes }
    case 'threw':
    case 'timed-out':
    case 'out-of-memory':
      return { ended, bytes }
    default:
      throw new Error(`the sandbox failed: ${new TextDecoder().decode(bytes.subarray(0, 200))}`)
  }
}

async function byLoader(
  loader: Required<Env>['LOADER'],
  code: Uint8Array,
  request: Uint8Array,
  id: string,
): Promise<Ended> {
  const { maxAnswer, wallMs } = version().userCode
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), wallMs)
  try {
    const loaded = JSON.parse(new TextDecoder().decode(code)) as WorkerLoaderWorkerCode
    const isolate = loader.load({ ...loaded, env: {}, globalOutbound: null, tails: tailsOf(id) }).getEntrypoint()
    const response = await isolate.fetch('http://isolate/', { method: 'POST', body: request, signal: clock.signal })
    return { ended: 'answered', status: response.status, bytes: await readSome(response, maxAnswer + 1) }
  } catch (error) {
    if (clock.signal.aborted) return { ended: 'timed-out', bytes: new Uint8Array() }
    const { message, remote } = error as Error & { remote?: boolean }
    // As `host.js` has it.
    return { ended: 'threw', bytes: new TextEncoder().encode((remote === true ? 'remote: ' : '') + message) }
  } finally {
    clearTimeout(timer)
    // A body that was not read to its end is let go.
    clock.abort()
  }
}
