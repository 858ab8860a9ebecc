// A request while it is answered: its id, what the gates found out, and its line of the log.

import { find } from './core.ts'
import type { Env, Tier } from './env.ts'
import { describe } from './log.ts'
import { Refused } from './refused.ts'
import { agentOf } from './agents/registry.ts'

/** One line of the log. A field that does not apply is missing. */
interface Line {
  id: string
  method: string
  /** The endpoint: nothing that a client can choose is in it. */
  route: string
  /** The dispatch path. */
  path?: string | undefined
  tier?: Tier | undefined
  status: number
  /** Until the last byte was sent. The platform's clock stands still while the worker computes. */
  ms: number
  fallback?: string | undefined
  /** Of the answer's body. */
  bytes: number
  /** The name of the problem that the answer is; or `client-gone`, or `answer-cut`. */
  why?: string | undefined
  /** What has failed, with stacks. Answers never have it. */
  error?: string | undefined
}

/** The status in the log when the client did not wait for the answer. */
const GONE = 499

/** What the work for a request needs to know of it. */
export interface Trace {
  readonly id: string
  /** Keeps what has failed for the log. A refusal is no failure, but can have one as its cause. */
  failed(error: unknown): void
}

export class Visit implements Trace {
  readonly id = crypto.randomUUID()
  /** Is settled when the line is written. */
  readonly ended: Promise<void>
  /** Headers of every answer to this request, besides those that all answers have. */
  readonly headers: Record<string, string> = {}
  tier: Tier | undefined
  readonly #env: Env
  readonly #method: string
  readonly #path: string
  readonly #since = Date.now()
  readonly #failures: string[] = []
  #settle: (() => void) | undefined

  constructor({ method, url }: Request, env: Env) {
    this.#env = env
    this.#method = method
    this.#path = new URL(url).pathname
    this.ended = new Promise((resolve) => (this.#settle = resolve))
  }

  failed(error: unknown): void {
    if (!(error instanceof Refused)) this.#failures.push(describe(error))
    else if (error.cause !== undefined) this.#failures.push(describe(error.cause))
  }

  /** The client did not wait. */
  gone(): void {
    this.end(GONE, {}, 0, 'client-gone')
  }

  /** Writes the line. Only the first call does: a client that is gone cannot be answered any more. */
  end(status: number, headers: Record<string, string>, bytes: number, why?: string): void {
    if (this.#settle === undefined) return
    const header = new Headers(headers)
    const line: Line = {
      id: this.id,
      method: this.#method,
      route: routeOf(this.#path),
      path: header.get('X-Bloqr-Dispatch') ?? undefined,
      tier: this.tier,
      status,
      ms: Date.now() - this.#since,
      fallback: header.get('X-Bloqr-Fallback') ?? undefined,
      bytes,
      why,
      error: this.#failures.join('\n') || undefined,
    }
    const isFailure = (status >= 500 && status !== 503) || why === 'answer-cut'
    const write = isFailure ? console.error : status === 503 ? console.warn : console.log
    write(JSON.stringify(line))
    this.#count(line)
    this.#settle()
    this.#settle = undefined
  }

  /** A data point of Analytics Engine: docs/worker.md has the columns. */
  #count({ route, method, path, tier, status, ms, fallback, bytes, why }: Line): void {
    try {
      this.#env.REQUEST_METRICS?.writeDataPoint({
        indexes: [route],
        blobs: [route, method, String(status), path ?? '', tier ?? '', fallback ?? '', why ?? ''],
        doubles: [1, ms, bytes],
      })
    } catch {
      // A request does not fail because it cannot be counted.
    }
  }
}

/** The endpoint of a path, without what a client can choose. */
function routeOf(path: string): string {
  const [, first, slug = ''] = path.split('/')
  if (first === 'agents') return agentOf(slug) === undefined ? '/agents' : `/agents/${slug}`
  if (OPEN.includes(path) || isEndpoint(path)) return path
  return path.startsWith('/api/compile/') ? '/api/compile/{id}' : 'other'
}

function isEndpoint(path: string): boolean {
  try {
    return find(path) !== undefined
  } catch {
    // The core cannot be started, which is what the line will say.
    return false
  }
}

const OPEN = ['/api/version', '/api/health', '/api/ready', '/api/openapi.json', '/api/compile/batch', '/api/transform/generate']
