// `/agents/{slug}/{user}[/*]`: who asks, and whether the agent is the caller's.

import { TIERS, type Caller, type Env } from '../env.ts'
import { identify } from '../gates/index.ts'
import { Refused } from '../refused.ts'
import type { Reply } from '../reply.ts'
import type { Visit } from '../visit.ts'
import { callerHeaders } from './caller.ts'
import type { AgentHost } from './host.ts'
import { isOwn, objectName } from './identity.ts'
import { BEARER, offered, offeredKey } from './protocol.ts'
import { closed, closeReason, isHandshake, replyOf } from './refuse.ts'
import { agentOf, type AgentRegistryEntry } from './registry.ts'

export const AGENTS = '/agents/'

/** The reply of an agent, or the refusal. */
export async function routeAgentRequest(request: Request, env: Env, visit: Visit): Promise<Reply> {
  try {
    return replyOf(await route(request, env, visit))
  } catch (error) {
    if (!isHandshake(request)) throw error
    visit.failed(error)
    return replyOf(closed(request, closeReason(error)))
  }
}

async function route(request: Request, env: Env, visit: Visit): Promise<Response> {
  const { pathname, origin } = new URL(request.url)
  const [slug = '', wanted = '', ...rest] = pathname.slice(AGENTS.length).split('/')
  const entry = agentOf(slug)
  if (entry === undefined) throw notFound()
  const caller = await identify(withKey(request), env, visit)
  // Of the agent of another user, not even its existence is told.
  if (!isOwn(wanted, caller)) throw notFound()
  if (!isAtLeast(caller, entry)) throw new Refused('forbidden')
  if (caller.by === 'session') requireOrigin(request, origin, env)
  const agent = await getOrCreateUserAgent(entry, caller.user, env)
  return agent.fetch(inner(request, rest.join('/'), caller, visit.id)).catch((cause: unknown) => {
    throw new Refused('agent-unavailable', { detail: 'The agent does not answer.', retryAfter: 5, cause })
  })
}

/** The user's agent; it is made by its first use. */
export async function getOrCreateUserAgent(
  entry: AgentRegistryEntry,
  user: string,
  env: Env,
): Promise<DurableObjectStub<AgentHost>> {
  const namespace = env[entry.bindingKey as keyof Env] as DurableObjectNamespace<AgentHost> | undefined
  if (namespace === undefined) throw new Refused('agent-unavailable', { detail: `${entry.bindingKey} is not bound.` })
  return namespace.getByName(await objectName(user))
}

/** The same document for every agent that does not exist, or is not the caller's. */
function notFound(): Refused {
  return new Refused('agent-not-found', { instance: AGENTS })
}

/** A browser cannot set headers of a handshake: there the key is a subprotocol. */
function withKey(request: Request): Request {
  const key = offeredKey(request)
  if (key === undefined || request.headers.has('authorization')) return request
  return new Request(request.url, { headers: { Authorization: `Bearer ${key}` } })
}

function isAtLeast({ tier }: Caller, { requiredTier }: AgentRegistryEntry): boolean {
  const tiers = Object.keys(TIERS)
  return tiers.indexOf(tier) >= tiers.indexOf(requiredTier)
}

/** Browsers send cookies with a handshake from any page. */
function requireOrigin(request: Request, own: string, env: Env): void {
  const from = request.headers.get('origin')
  const allowed = [own, ...(env.ALLOWED_ORIGINS ?? '').split(',').map((it) => it.trim())]
  if (from !== null && !allowed.includes(from)) throw new Refused('forbidden', { detail: 'The origin is not allowed.' })
}

/** What the agent gets: nothing of the client's credentials, and none of its headers but these. */
function inner(request: Request, rest: string, caller: Caller, id: string): Request {
  const headers = new Headers(callerHeaders(caller, id))
  for (const name of FORWARDED) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  const protocols = offered(request).filter((it) => !it.startsWith(BEARER))
  if (protocols.length > 0) headers.set('sec-websocket-protocol', protocols.join(', '))
  const { search } = new URL(request.url)
  const { method } = request
  // A client can say that a GET has a body of no bytes.
  const body = method === 'GET' || method === 'HEAD' ? null : request.body
  return new Request(`http://agent/${rest}${search}`, { method, body, headers })
}

const FORWARDED = [
  'accept',
  'connection',
  'content-length',
  'content-type',
  'if-match',
  'if-none-match',
  'last-event-id',
  'sec-websocket-key',
  'sec-websocket-version',
  'upgrade',
]
