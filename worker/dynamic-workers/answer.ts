// Takes the answer of an isolate. This is the one place where an answer is believed, or not.
//
// An isolate ends its answer with a trailer: a line with the number of bytes before it. Without it, the
// answer was cut. A document of the core has no line breaks, so no part of an answer looks like a trailer.
// An answer of up to MAX_CHECKED bytes is read whole, and checked to be JSON. A longer one goes to the client
// as it comes; when its end is missing, its stream ends with an error.

import { concat, PIECE, piecesOf } from '../bytes.ts'
import { isDocument, type Answer, type LongAnswer } from '../core.ts'
import { within } from '../within.ts'
import { DEADLINE_MS, MAX_ANSWER, MAX_CHECKED } from './limits.ts'

/** An answer that the core did not make. */
export class Garbage extends Error {}

/** The answer, or the start of a long one. */
export async function receive(response: Response): Promise<Answer | LongAnswer> {
  const { status } = response
  const type = status === 200 ? 'application/json' : 'application/problem+json'
  if (!isMarked(response) || response.headers.get('content-type') !== type) throw new Garbage('the answer has other headers')
  const pieces = checked(response)
  const head: Uint8Array[] = []
  for (let length = 0; length <= MAX_CHECKED; ) {
    const { done, value } = await pieces.next()
    if (done) {
      const body = concat(...head)
      if (!isDocument(body)) throw new Garbage('the answer is not JSON')
      return { status, body }
    }
    head.push(value.slice())
    length += value.length
  }
  if (status !== 200) throw new Garbage('a problem is not as long as this')
  return { status, pieces: rest(head, pieces) }
}

/** The whole answer, for those who have to have it. */
export async function whole(answer: Answer | LongAnswer): Promise<Answer> {
  if (!('pieces' in answer)) return answer
  const all: Uint8Array[] = []
  for await (const piece of answer.pieces) all.push(piece.slice())
  return { status: answer.status, body: concat(...all) }
}

export function isMarked(response: Response): boolean {
  return response.headers.get('x-bloqr-isolate') === '1'
}

/** The pieces of a long answer. The isolate may not take for ever. */
async function* rest(head: Uint8Array[], pieces: AsyncGenerator<Uint8Array, void>): AsyncGenerator<Uint8Array, void> {
  try {
    for (let piece = head.shift(); piece !== undefined; piece = head.shift()) yield piece
    for (;;) {
      const { done, value } = await within(DEADLINE_MS, pieces.next())
      if (done) return
      yield value
    }
  } finally {
    // Nobody waits: an isolate that hangs does not end its stream.
    pieces.return().catch(() => undefined)
  }
}

/** The pieces of an answer without its trailer. They end with an error when the answer is not whole. */
async function* checked(response: Response): AsyncGenerator<Uint8Array, void> {
  // What may be the trailer is held back: it stands before the next piece.
  const buffer = new Uint8Array(TRAILER + PIECE)
  let [length, held] = [0, 0]
  let last: number | undefined
  for await (const piece of piecesOf(response)) {
    buffer.set(piece, held)
    const all = buffer.subarray(0, held + piece.length)
    const body = all.subarray(0, Math.max(0, all.length - TRAILER))
    held = all.length - body.length
    if (body.length === 0) continue
    if (length === 0 && body[0] !== OPEN) throw new Garbage('the answer is no object')
    length += body.length
    if (length > MAX_ANSWER) throw new Garbage('the answer is too long')
    last = body.at(-1)
    yield body
    buffer.copyWithin(0, body.length, body.length + held)
  }
  const trailer = new TextDecoder().decode(buffer.subarray(0, held))
  if (trailer !== `\n${String(length).padStart(TRAILER - 1, '0')}` || last !== CLOSE) throw new Garbage('the answer was cut')
}

/** In bytes: the line break and ten digits. */
const TRAILER = 11

const [OPEN, CLOSE] = [0x7b, 0x7d]
