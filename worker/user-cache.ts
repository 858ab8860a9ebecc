// A part of COMPILATION_CACHE for one user, and for one kind of isolates: they cannot read other entries.

import type { Env } from './env.ts'

const MAX_KEY = 256
const MAX_VALUE = 1 << 20
const KEPT_SECONDS = 24 * 60 * 60

/** Whose entries: of this kind, `isolate` or `agent`, and of this user. */
export interface Owner {
  kind: 'isolate' | 'agent'
  user: string
}

export async function getOwn(owner: Owner, key: string, env: Env): Promise<string | null> {
  return (await env.COMPILATION_CACHE?.get(nameOf(owner, key))) ?? null
}

export async function putOwn(owner: Owner, key: string, value: string, env: Env): Promise<void> {
  if (typeof value !== 'string' || value.length > MAX_VALUE) throw new RangeError('the value is no text, or too long')
  await env.COMPILATION_CACHE?.put(nameOf(owner, key), value, { expirationTtl: KEPT_SECONDS })
}

function nameOf({ kind, user }: Owner, key: string): string {
  if (typeof key !== 'string' || key.length > MAX_KEY) throw new RangeError('the key is no text, or too long')
  return `${kind}:${encodeURIComponent(user)}:${key}`
}
