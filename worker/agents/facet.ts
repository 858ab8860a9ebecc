// The agent itself: a facet of its host, with storage of its own. Its class comes from an isolate of
// LOADER, otherwise from the worker. Both have the same storage, so nothing is lost when LOADER comes or goes.

import { isLoaderAvailable, tailsOf } from '../dynamic-workers/index.ts'
import type { Env } from '../env.ts'
import { describe, logFailure } from '../log.ts'
import { Refused } from '../refused.ts'
import { within } from '../within.ts'
import { safeBindings } from './bindings.ts'
import { agentWorker, codeVersion, makeAgentWorkerId } from './code.ts'
import { START_MS } from './limits.ts'
import type { News } from './protocol.ts'
import type { AgentRegistryEntry } from './registry.ts'

/** The agent, as the host calls it. Each method is in `isolate/desk.js`. */
export interface Desk {
  hello(): Promise<string>
  /** Calls a method by name. `sink` gets the parts of a streamed result. */
  call(method: string, argument: unknown, sink: Sink): Promise<Called>
  /** The state is the result. */
  state(): Promise<Called>
  /** Does the checks that a change has left for later. */
  settle(): Promise<Called>
}

/** What a call did. A problem is a document of the core. */
export interface Called {
  problem?: Uint8Array
  result?: unknown
  /** The state, when it has changed. */
  state?: State
  news?: News[]
}

/** Of every agent's state this is known: `rev` counts its changes. */
export interface State {
  rev: number
  /** Whether everything is checked; `settle` finishes it. */
  settled?: boolean
}

export interface Sink extends Rpc.RpcTargetBranded {
  send(part: unknown): Promise<void> | void
}

export type AgentPath = 'loader' | 'inline'

const NAME = 'desk'
/** The key of what the facet was started with. */
const RUNNING = 'running'

export class Facet {
  readonly #ctx: DurableObjectState
  readonly #env: Env
  readonly #entry: AgentRegistryEntry
  readonly #user: string
  #start: Promise<string | undefined> | undefined
  #cannotStart = false
  /** Where the agent ran last. */
  path: AgentPath = 'inline'

  constructor(ctx: DurableObjectState, env: Env, entry: AgentRegistryEntry, user: string) {
    this.#ctx = ctx
    this.#env = env
    this.#entry = entry
    this.#user = user
  }

  /** The agent, which has started, and where. */
  async desk(): Promise<{ desk: Desk; path: AgentPath }> {
    const { desk, path } = await this.#desk()
    this.path = path
    return { desk, path }
  }

  async #desk(): Promise<{ desk: Desk; path: AgentPath }> {
    const version = await codeVersion(this.#env)
    const isIsolate = this.#entry.transport === 'dynamic-worker' && isLoaderAvailable(this.#env)
    if (isIsolate && !this.#cannotStart) {
      const { desk, failure } = await this.#started(version)
      if (failure === undefined) return { desk, path: 'loader' }
      if (!this.#cannotStart) logFailure('an agent runs in the worker, because its isolate cannot start', failure)
      this.#cannotStart = true
    }
    const { desk, failure } = await this.#started(INLINE)
    if (failure === undefined) return { desk, path: 'inline' }
    logFailure('an agent cannot start', failure)
    this.#start = undefined
    throw new Refused('agent-unavailable')
  }

  /** Ends an agent that does not answer any more: the next call starts it again. */
  async mend(): Promise<void> {
    const { desk } = this.#get(this.#ctx.storage.kv.get<string>(RUNNING) ?? INLINE)
    if ((await failureToStart(desk)) === undefined) return
    this.#start = undefined
    this.#ctx.facets.abort(NAME, new Error('the agent does not answer'))
  }

  /**
   * The agent, and why it has not started, if so. It is asked once in the life of the host, and with nothing of
   * a request: so only what cannot start falls back.
   */
  async #started(wanted: string): Promise<{ desk: Desk; failure: string | undefined }> {
    const { desk, isNew } = this.#get(wanted)
    if (isNew) this.#start = undefined
    const failure = await (this.#start ??= failureToStart(desk))
    return { desk, failure }
  }

  #get(wanted: string): { desk: Desk; isNew: boolean } {
    // A facet keeps its class, and its failure to start, while anything holds it.
    const isNew = this.#ctx.storage.kv.get(RUNNING) !== wanted
    if (isNew) {
      this.#ctx.facets.abort(NAME, new Error('the agent starts with other code'))
      this.#ctx.storage.kv.put(RUNNING, wanted)
    }
    const id = this.#ctx.id
    const desk = this.#ctx.facets.get(NAME, async () => ({ class: await this.#class(wanted), id }))
    return { desk: desk as unknown as Desk, isNew }
  }

  async #class(wanted: string): Promise<DurableObjectClass> {
    const { exports } = this.#ctx
    const props = { user: this.#user }
    const { LOADER } = this.#env
    if (wanted === INLINE || LOADER === undefined) return exports[`Inline${this.#entry.deskClass}`]({ props })
    const id = `${await makeAgentWorkerId(this.#user)}:${wanted}`
    const stub = LOADER.get(id, () => agentWorker(safeBindings(exports, this.#env, this.#user), tailsOf(id)))
    return stub.getDurableObjectClass(this.#entry.deskClass, { props })
  }
}

const INLINE = 'inline'

/** Deletes everything that the agent of an object has stored. */
export function deleteFacet(ctx: DurableObjectState): void {
  ctx.facets.abort(NAME, new Error('the agent is deleted'))
  ctx.facets.delete(NAME)
}

/** Why the agent has not started, if so. */
async function failureToStart(desk: Desk): Promise<string | undefined> {
  try {
    const word = await within(START_MS, desk.hello())
    return word === 'hello' ? undefined : `it says ${String(word).slice(0, 32)}`
  } catch (error) {
    return describe(error)
  }
}
