// Keeps answers in COMPILATION_CACHE. The key has everything that determines an answer: the user, the
// core, the configuration, and the text of each source.

import { derive, version, type Answer } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import { sha256 } from '../hash.ts'
import type { Trace } from '../visit.ts'
import { within } from '../within.ts'
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

/** The answer that is kept, marked as such. A cache that fails has none: it costs time, and no answer. */
export async function cached(key: string, env: Env, trace: Trace): Promise<Uint8Array | undefined> {
  const { COMPILATION_CACHE } = env
  if (COMPILATION_CACHE === undefined) return undefined
  try {
    const value = await within(CACHE_MS, COMPILATION_CACHE.get(entry(key), 'arrayBuffer'))
    return value === null ? undefined : derive('cached', new Uint8Array(value))
  } catch (error) {
    trace.failed(new Error('the cache cannot be read', { cause: error }))
    return undefined
  }
}

/** Stores an answer with status 200; other answers are not stored. */
export async function keep(key: string, { body }: Answer, env: Env, trace: Trace): Promise<void> {
  const { COMPILATION_CACHE } = env
  if (COMPILATION_CACHE === undefined || body.length > MAX_VALUE) return
  try {
    await within(CACHE_MS, COMPILATION_CACHE.put(entry(key), body, { expirationTtl: KEPT_SECONDS }))
  } catch (error) {
    trace.failed(new Error('the cache cannot be written', { cause: error }))
  }
}

/** How long the cache may take. */
const CACHE_MS = 1000

/** The isolates' entries begin with `isolate:`, so that isolates cannot read these. */
function entry(key: string): string {
  return `compile:${key}`
}
