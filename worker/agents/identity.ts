// Whose agent a path names: the caller's own, or nobody's.

import type { Caller } from '../env.ts'
import { sha256 } from '../hash.ts'

/** The name in paths for the caller's own agent. */
const ME = 'me'

/** Names that a Durable Object keeps as they are. */
const PLAIN = /^[\x21-\x7e]{1,128}$/

/** Whether this part of a path, which is decoded once, is the caller's own name. */
export function isOwn(wanted: string, { user }: Caller): boolean {
  try {
    return wanted === ME || decodeURIComponent(wanted) === user
  } catch {
    return false
  }
}

/**
 * The name of a user's Durable Object. Long names are cut off by the platform, so they are hashed. No user
 * has a hashed name: it has a blank.
 */
export async function objectName(user: string): Promise<string> {
  return PLAIN.test(user) ? user : `sha256 ${await hash(user)}`
}

/** SHA-256 in hex. Of a text that is no valid UTF-16, all halves of pairs are kept apart. */
export function hash(text: string): Promise<string> {
  return sha256(text.isWellFormed() ? text : JSON.stringify(text))
}
