// Keeps answers in COMPILATION_CACHE. The key has everything that determines an answer: the user, the
// core, the configuration, and the text of each source.

import { version, type Answer } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import type { Collected } from './texts.ts'

const KEPT_SECONDS = 60 * 60

/** KV accepts values of up to 25 MiB. */
const MAX_VALUE = 25 << 20

export async function keyOf(caller: Caller, { canonical, texts }: Collected): Promise<string> {
  const names = Object.keys(texts).sort()
  const hashes = await Promise.all(names.map((name) => sha256(texts[name] ?? '')))
  const { core, tables } = version()
  return sha256(JSON.stringify([caller.user, core, tables, canonical, names, hashes]))
}

export async function cached(key: string, env: Env): Promise<Uint8Array | undefined> {
  const value = await env.COMPILATION_CACHE?.get(entry(key), 'arrayBuffer')
  return value === null || value === undefined ? undefined : new Uint8Array(value)
}

/** Stores an answer with status 200; other answers are not stored. */
export async function keep(key: string, { body }: Answer, env: Env): Promise<void> {
  if (body.length > MAX_VALUE) return
  await env.COMPILATION_CACHE?.put(entry(key), body, { expirationTtl: KEPT_SECONDS })
}

/** The isolates' entries begin with `isolate:`, so that isolates cannot read these. */
function entry(key: string): string {
  return `compile:${key}`
}

export async function sha256(what: string | Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', typeof what === 'string' ? new TextEncoder().encode(what) : what)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
