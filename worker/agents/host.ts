// The trusted part of an agent, one object for each agent and user: sockets, event streams, alarms and
// limits. What the agent knows and does is in its facet. A class for each agent extends this one.

import { DurableObject, RpcTarget } from 'cloudflare:workers'
import type { Caller, Env } from '../env.ts'
import { readBody, requireJson, requireMethod } from '../gates/index.ts'
import { logFailure } from '../log.ts'
import { Refused } from '../refused.ts'
import { callerOf, requestId } from './caller.ts'
import { event, Events } from './events.ts'
import { deleteFacet, Facet, type AgentPath, type Called, type Desk, type Sink, type State } from './facet.ts'
import { objectName } from './identity.ts'
import { MAX_CLIENTS, MAX_FRAME, SEEN_MS, SETTLE_MS, UNUSED_MS } from './limits.ts'
import { AgentProblem, problemReply, problemText } from './problem.ts'
import * as protocol from './protocol.ts'
import { closed, closeReason, isHandshake } from './refuse.ts'
import { agentOf, type AgentRegistryEntry } from './registry.ts'
import { send, Sockets } from './sockets.ts'

/** A call of a method by a client. */
export interface Call {
  /** Nobody has checked it. */
  argument: Record<string, unknown>
  sink: Sink
  caller: Caller
}

/** The state, as clients get it. */
type ToldState = State & { name: string; path: AgentPath }

export abstract class AgentHost extends DurableObject<Env> {
  /** The agent's name in the registry. */
  protected abstract readonly slug: string
  /** The methods that this host answers itself, by name. The facet has the others. */
  protected readonly methods: Record<string, (call: Call) => Promise<unknown>> = {}
  readonly #sockets = new Sockets(this.ctx)
  readonly #events = new Events()
  #facet: Facet | undefined
  #settling: ReturnType<typeof setTimeout> | undefined

  /** The paths behind `/agents/{slug}/{user}/` that an agent adds. */
  protected route(_path: string, _request: Request, _caller: Caller): Promise<Response> {
    throw new Refused('not-found')
  }

  /** When the agent wants to wake next, in milliseconds as `Date` counts; and what it does then. */
  protected wakeAt(): number | undefined {
    return undefined
  }

  protected async wake(): Promise<void> {}

  /** The user of this agent. */
  protected get user(): string {
    const user = this.ctx.storage.kv.get<string>(USER)
    if (user === undefined) throw new Error('nobody has used this agent yet')
    return user
  }

  /** The agent, which has started, and where. */
  protected async started<D extends Desk>(): Promise<{ desk: D; path: AgentPath }> {
    this.#facet ??= new Facet(this.ctx, this.env, this.#entry, this.user)
    const { desk, path } = await this.#facet.desk()
    return { desk: desk as D, path }
  }

  /** Does something with the agent. What fails, and is no refusal, can have broken it: then it starts anew. */
  protected async use<D extends Desk, T>(work: (desk: D) => Promise<T>): Promise<T> {
    const { desk } = await this.started<D>()
    try {
      return await work(desk)
    } catch (error) {
      await this.#facet?.mend()
      throw error
    }
  }

  /** The result of a method of the facet, after all clients were told what it has changed. */
  protected async ask(method: string, argument: object, sink: Sink = new Ear(() => undefined)): Promise<unknown> {
    return this.publish(await this.use((desk) => desk.call(method, argument, sink)))
  }

  /** Tells all clients what a call has changed. Its result, unless it has a problem. */
  protected publish({ problem, result, state, news }: Called): unknown {
    for (const it of news ?? []) {
      // The agent's code does not speak for the protocol.
      if (!EVENT.test(it.event)) continue
      this.#sockets.sendAll(protocol.newsFrame(it))
      this.#events.send(event(it.event, it.data))
    }
    if (state !== undefined) this.#tell(state)
    if (problem !== undefined) throw new AgentProblem(problem)
    return result
  }

  /** Sets the alarm anew, after `wakeAt` has changed. */
  protected async plan(): Promise<void> {
    const unused = (this.ctx.storage.kv.get<number>(SEEN) ?? Date.now()) + UNUSED_MS
    await this.ctx.storage.setAlarm(Math.min(unused, this.wakeAt() ?? Infinity))
  }

  /** Counts as a use: an agent that nobody uses is deleted. */
  protected used(): void {
    this.ctx.storage.kv.put(SEEN, Date.now())
  }

  override async fetch(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname.slice(1)
    try {
      const caller = callerOf(request)
      await this.#open(caller)
      return await this.#route(path, request, caller)
    } catch (error) {
      if (isHandshake(request)) return closed(request, closeReason(error))
      const instance = `/agents/${this.slug}/me${path === '' ? '' : '/'}${path}`
      const { status, body, headers } = problemReply(error, instance, requestId(request))
      return new Response(body, { status, headers })
    }
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const frame = this.#sockets.read(socket, message)
    if (frame === undefined) return
    const caller = this.#sockets.callerOf(socket)
    await this.#open(caller)
    if (frame.type === 'rpc') return this.#answer(socket, frame, caller)
    send(socket, protocol.stateErrorFrame('the state follows from what the agent has: call its methods'))
    // The client has set its own copy already.
    send(socket, protocol.stateFrame(await this.#state()))
  }

  /** The other end has closed it: this one has to, as well. */
  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    try {
      socket.close(code)
    } catch {
      // Codes that no end may send, or both have closed.
    }
  }

  override async alarm(): Promise<void> {
    const seen = this.ctx.storage.kv.get<number>(SEEN) ?? 0
    const isUsed = this.#sockets.count + this.#events.count > 0
    if (!isUsed && Date.now() - seen >= UNUSED_MS) return this.#delete()
    await this.wake()
    await this.plan()
  }

  get #entry(): AgentRegistryEntry {
    const entry = agentOf(this.slug)
    if (entry === undefined) throw new Refused('agent-not-found')
    return entry
  }

  /** Checks that this is the caller's own agent, and keeps when it was used. */
  async #open({ user }: Caller): Promise<void> {
    const { kv } = this.ctx.storage
    const known = kv.get<string>(USER)
    if (known === undefined) {
      if (this.ctx.id.name !== (await objectName(user))) throw new Error('this is the agent of another user')
      kv.put(USER, user)
    } else if (known !== user) {
      throw new Error('this is the agent of another user')
    }
    const now = Date.now()
    if (now - (kv.get<number>(SEEN) ?? 0) < SEEN_MS) return
    kv.put(SEEN, now)
    await this.plan()
  }

  async #route(path: string, request: Request, caller: Caller): Promise<Response> {
    if (isHandshake(request)) return this.#connect(path, request, caller)
    if (path === '') {
      if (request.headers.has('sec-websocket-key')) throw new Refused('upgrade-required')
      requireMethod(request, 'GET', 'HEAD', 'DELETE')
      if (request.method === 'DELETE') return this.#delete().then(() => new Response(null, { status: 204 }))
      const state = await this.#state()
      return json(state, state.path)
    }
    if (path === 'events') {
      requireMethod(request, 'GET')
      return this.#stream()
    }
    if (path === 'rpc') {
      requireMethod(request, 'POST')
      return this.#rpc(request, caller)
    }
    return this.route(path, request, caller)
  }

  async #connect(path: string, request: Request, caller: Caller): Promise<Response> {
    if (path !== '') throw new Refused('agent-not-found')
    if (request.headers.get('sec-websocket-version') !== '13') {
      throw new Refused('upgrade-required', { headers: { 'Sec-WebSocket-Version': '13' } })
    }
    // Another protocol of the SDK, which is experimental.
    if (new URL(request.url).searchParams.has('__agents_transport')) return closed(request, 'bad-request')
    this.#requireRoom()
    const state = await this.#state()
    const { 0: client, 1: server } = new WebSocketPair()
    this.#sockets.accept(server, caller)
    send(server, protocol.identityFrame(this.user, this.slug))
    send(server, protocol.stateFrame(state))
    return new Response(null, { status: 101, webSocket: client, headers: protocol.chosen(request) })
  }

  async #stream(): Promise<Response> {
    this.#requireRoom()
    const state = await this.#state()
    const body = this.#events.open(event('state', state, state.rev))
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream', ...dispatched(state.path) } })
  }

  async #rpc(request: Request, caller: Caller): Promise<Response> {
    requireJson(request)
    const body = await readBody(request, MAX_FRAME, caller)
    const { method, args } = parse(body)
    if (typeof method !== 'string' || !(args === undefined || Array.isArray(args))) {
      throw new Refused('invalid-request', { detail: 'The body is `{"method": "…", "args": [{…}]}`.' })
    }
    const parts: unknown[] = []
    const { path } = await this.started()
    const result = await this.#call(method, args ?? [], caller, (part) => parts.push(part))
    return json({ success: true, result: result ?? null, ...(parts.length > 0 ? { parts } : {}) }, path)
  }

  async #answer(socket: WebSocket, frame: protocol.Incoming & { type: 'rpc' }, caller: Caller): Promise<void> {
    const { id, method, args } = frame
    try {
      const result = await this.#call(method, args, caller, (part) => send(socket, protocol.partFrame(id, part)))
      send(socket, protocol.resultFrame(id, result))
    } catch (error) {
      send(socket, protocol.errorFrame(id, problemText(error)))
    }
  }

  async #call(method: string, args: unknown[], caller: Caller, hear: (part: unknown) => void): Promise<unknown> {
    const [argument = {}, ...more] = args
    if (typeof argument !== 'object' || argument === null || Array.isArray(argument) || more.length > 0) {
      throw new Refused('invalid-request', { detail: 'A method takes one object.' })
    }
    const sink = new Ear(hear)
    const own = Object.hasOwn(this.methods, method) ? this.methods[method] : undefined
    if (own !== undefined) return own.call(this, { argument: argument as Record<string, unknown>, sink, caller })
    return this.ask(method, argument, sink)
  }

  /** The state, for a client that connects. */
  async #state(): Promise<ToldState> {
    return this.#named(this.publish(await this.use((desk) => desk.state())) as State)
  }

  #tell(state: State): void {
    const named = this.#named(state)
    this.#sockets.sendAll(protocol.stateFrame(named))
    this.#events.send(event('state', named, named.rev))
    if (state.settled !== false) return
    // Not after each of many edits that follow each other.
    if (this.#settling !== undefined) clearTimeout(this.#settling)
    this.#settling = setTimeout(() => this.#settle(), SETTLE_MS)
  }

  #named(state: State): ToldState {
    return { ...state, rev: Number(state.rev), name: this.user, path: this.#facet?.path ?? 'inline' }
  }

  async #settle(): Promise<void> {
    this.#settling = undefined
    try {
      this.publish(await this.use((desk) => desk.settle()))
    } catch (error) {
      logFailure('an agent cannot finish its checks', error)
    }
  }

  #requireRoom(): void {
    if (this.#sockets.count + this.#events.count < MAX_CLIENTS) return
    const detail = `An agent has at most ${MAX_CLIENTS} sockets and event streams.`
    throw new Refused('rate-limited', { detail, retryAfter: 60 })
  }


  /** Everything, at once. */
  async #delete(): Promise<void> {
    if (this.#settling !== undefined) clearTimeout(this.#settling)
    this.#sockets.closeAll('agent-not-found')
    this.#events.close()
    deleteFacet(this.ctx)
    this.#facet = undefined
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
  }
}

const EVENT = /^[a-z]{1,16}$/

/** The keys of the host's own storage. */
const [USER, SEEN] = ['user', 'seen']

/** Gets the parts of a streamed result. */
class Ear extends RpcTarget implements Sink {
  declare readonly [Rpc.__RPC_TARGET_BRAND]: never
  readonly #hear: (part: unknown) => void

  constructor(hear: (part: unknown) => void) {
    super()
    this.#hear = hear
  }

  send(part: unknown): void {
    this.#hear(part)
  }
}

function json(value: unknown, path: AgentPath): Response {
  return Response.json(value, { headers: dispatched(path) })
}

/** Where the agent ran. */
export function dispatched(path: AgentPath): Record<string, string> {
  return { 'X-Bloqr-Dispatch': path }
}

function parse(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // No JSON.
  }
  throw new Refused('invalid-request', { detail: 'The body is no JSON object.' })
}
