// Reads the body of a request: how long that may take, and how much of all bodies is in memory at a time.

import { read } from '../bytes.ts'
import type { Caller } from '../env.ts'
import { ClientGone, Refused } from '../refused.ts'
import { Room } from '../room.ts'
import { Late, within } from '../within.ts'

/** For the whole body. */
const BODY_MS = 15_000

/** A body that is no longer than this needs no room, in bytes. */
const SMALL = 64 << 10

/** For the bodies that are being read, in bytes. */
const room = new Room({ ofAll: 32 << 20, ofUser: 8 << 20 }, 'Too many bodies are being sent at once.')

/** A body of at most `limit` bytes. One that comes too slowly is refused, and so is one that is too large. */
export async function readBody(request: Request, limit: number, { user }: Caller): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array()
  const header = request.headers.get('content-length')
  const length = header === null ? undefined : Number(header)
  if (length === 0) return new Uint8Array()
  if (length !== undefined && length > limit) throw new Refused('too-large')
  const until = Date.now() + BODY_MS
  const size = length ?? limit
  const lease = size > SMALL ? await room.take({ user, size, until }, until) : undefined
  try {
    const work = length === undefined ? read(request, limit) : readExactly(request.body, length)
    const body = await within(until - Date.now(), work)
    if (body === undefined) throw new Refused('too-large')
    return body
  } catch (error) {
    if (error instanceof Refused) throw error
    if (error instanceof Late) throw new Refused('body-too-slow')
    throw new ClientGone('the client has closed the connection', { cause: error })
  } finally {
    if (lease !== undefined) room.giveBack(lease)
  }
}

/**
 * Reads a short body that nobody needs. The platform closes a connection on which the body of a request was
 * not read, and the client's next request would fail.
 */
export async function discardBody(request: Request): Promise<void> {
  const length = Number(request.headers.get('content-length') ?? 0)
  if (request.body === null || length === 0 || length > DISCARDED.bytes) return
  await within(DISCARDED.ms, readExactly(request.body, length)).catch(() => undefined)
}

const DISCARDED = { bytes: 16 << 10, ms: 500 }

/** A body with a length that is known, without a copy. */
async function readExactly(body: ReadableStream<Uint8Array>, length: number): Promise<Uint8Array> {
  const { value } = await body.getReader({ mode: 'byob' }).readAtLeast(length, new Uint8Array(length))
  if (value?.length !== length) throw new Error('the body ends too soon')
  return value
}
