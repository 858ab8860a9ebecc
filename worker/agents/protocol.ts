// What a stock `AgentClient` of the npm package `agents` speaks: JSON frames, subprotocols, close codes.

/** The subprotocol of a client that offers its key as another one: `bearer.blq_…`. */
export const PROTOCOL = 'bloqr.agent.v1'

/** How the subprotocol starts that is a key. */
export const BEARER = 'bearer.'

/** Codes that end a stock client's tries. It repeats a handshake that is refused by a status for ever. */
export const CLOSE = {
  'bad-request': 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  'agent-not-found': 4404,
  'rate-limited': 4429,
  'too-large': 1009,
  unreadable: 1008,
  // Not terminal: the client tries again.
  'agent-unavailable': 1013,
} as const

export type CloseReason = keyof typeof CLOSE

/** What a client sends. Clients send their own state too, which is refused: the state follows from the agent. */
export type Incoming = { type: 'rpc'; id: string; method: string; args: unknown[] } | { type: 'cf_agent_state' }

/** The frame, or `undefined` when it is none of ours. */
export function readFrame(text: string | ArrayBuffer): Incoming | undefined {
  if (typeof text !== 'string') return undefined
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof frame !== 'object' || frame === null) return undefined
  const { type, id, method, args } = frame as Record<string, unknown>
  if (type === 'cf_agent_state') return { type }
  if (type !== 'rpc' || typeof id !== 'string' || typeof method !== 'string' || !Array.isArray(args)) return undefined
  return { type, id, method, args }
}

/** The first frame: with `stateFollows`, the client is ready when its state has come. */
export function identityFrame(name: string, agent: string): string {
  return JSON.stringify({ type: 'cf_agent_identity', name, agent, stateFollows: true })
}

export function stateFrame(state: unknown): string {
  return JSON.stringify({ type: 'cf_agent_state', state })
}

export function stateErrorFrame(error: string): string {
  return JSON.stringify({ type: 'cf_agent_state_error', error })
}

/** Something that happened, besides the state: `bloqr_problems`. Stock clients hand it on as a message. */
export function newsFrame({ event, data }: News): string {
  return JSON.stringify({ ...data, type: `bloqr_${event}` })
}

export interface News {
  /** The name of the event in event streams. */
  event: string
  data: object
}

export function partFrame(id: string, part: unknown): string {
  return JSON.stringify({ type: 'rpc', id, success: true, result: part, done: false })
}

export function resultFrame(id: string, result: unknown): string {
  return JSON.stringify({ type: 'rpc', id, success: true, result: result ?? null, done: true })
}

export function errorFrame(id: string, error: string): string {
  return JSON.stringify({ type: 'rpc', id, success: false, error })
}

/** The subprotocols that a request offers. */
export function offered(request: Request): string[] {
  const header = request.headers.get('sec-websocket-protocol') ?? ''
  return header.split(',').map((it) => it.trim()).filter((it) => it !== '')
}

/** The subprotocol to answer with: not the one with the key, which would be in a response then. */
export function chosen(request: Request): Record<string, string> {
  const names = offered(request)
  const name = names.includes(PROTOCOL) ? PROTOCOL : names.find((it) => !it.startsWith(BEARER))
  return name === undefined ? {} : { 'Sec-WebSocket-Protocol': name }
}

/** The key among the subprotocols. */
export function offeredKey(request: Request): string | undefined {
  return offered(request).find((it) => it.startsWith(BEARER))?.slice(BEARER.length)
}
