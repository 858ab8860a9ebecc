// The caller, as the route tells it to the host: in headers that no client can set, because the host gets
// none of the client's.

import type { Caller, Tier } from '../env.ts'

const [USER, TIER, BY, ID] = ['x-agent-user', 'x-agent-tier', 'x-agent-by', 'x-agent-request']

export function callerHeaders({ user, tier, by }: Caller, id: string): Record<string, string> {
  return { [USER]: encodeURIComponent(user.toWellFormed()), [TIER]: tier, [BY]: by, [ID]: id }
}

export function callerOf({ headers }: Request): Caller {
  const of = (name: string) => headers.get(name) ?? ''
  return { user: decodeURIComponent(of(USER)), tier: of(TIER) as Tier, by: of(BY) as Caller['by'] }
}

/** The id of the request, which finds it in the log. */
export function requestId({ headers }: Request): string {
  return headers.get(ID) ?? ''
}
