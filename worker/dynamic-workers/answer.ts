// Takes the answer of an isolate. This is the one place where an answer is believed, or not.
//
// An isolate ends its answer with a trailer: a line with the number of bytes before it. Without it, the
// answer was cut. A document of the core has no line breaks, so no part of an answer looks like a trailer.
// An answer of up to MAX_CHECKED bytes is read whole, and checked to be JSON. A longer one goes to the client
// as it comes; when its end is missing, its stream ends with an error.

import { concat } from '../bytes.ts'
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
  const stream = new EndedStream(response)
  try {
    const head = [await stream.read(SMALL)]
    if (!stream.isDone) head.push(await stream.read(MAX_CHECKED))
    if (!stream.isDone && status === 200) return { status, pieces: rest(head, stream) }
    if (!stream.isDone) throw new Garbage('a problem is not as long as this')
    const body = concat(...head)
    if (!isDocument(body)) throw new Garbage('the answer is not JSON')
    return { status, body }
  } catch (error) {
    stream.cancel()
    throw error
  }
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
async function* rest(head: Uint8Array[], stream: EndedStream): AsyncGenerator<Uint8Array, void> {
  try {
    yield* head
    while (!stream.isDone) yield await within(DEADLINE_MS, stream.read(MAX_CHECKED))
  } finally {
    stream.cancel()
  }
}

/** Reads an answer that has a trailer. */
class EndedStream {
  /** Whether all was read, and the trailer is right. */
  isDone = false
  readonly #reader: ReadableStreamBYOBReader
  #buffer = new Uint8Array()
  /** What may be the trailer is held back: it stands before what is read next. */
  #held = new Uint8Array()
  #length = 0
  #last: number | undefined

  constructor({ body }: Response) {
    if (body === null) throw new Garbage('the answer has no body')
    this.#reader = body.getReader({ mode: 'byob' })
  }

  /**
   * The next bytes: about `size`, or less when nothing follows. They are gone when as many are read again.
   * Fails when the answer is not whole.
   */
  async read(size: number): Promise<Uint8Array> {
    const buffer = this.#buffer.length === size ? this.#buffer : new Uint8Array(size)
    buffer.set(this.#held)
    const room = buffer.subarray(this.#held.length)
    // Large pieces: each takes turns of the event loop, here and in the isolate.
    const { value } = await this.#reader.readAtLeast(room.length, room)
    const read = value?.length ?? 0
    if (value !== undefined) this.#buffer = new Uint8Array(value.buffer)
    const all = read === 0 ? this.#held : this.#buffer.subarray(0, this.#held.length + read)
    const isEnd = all.length < size
    const body = all.subarray(0, Math.max(0, all.length - TRAILER))
    this.#held = all.slice(body.length)
    if (this.#length === 0 && body.length > 0 && body[0] !== OPEN) throw new Garbage('the answer is no object')
    this.#length += body.length
    if (this.#length > MAX_ANSWER) throw new Garbage('the answer is too long')
    this.#last = body.at(-1) ?? this.#last
    if (isEnd) this.#end()
    return body
  }

  #end(): void {
    const trailer = new TextDecoder().decode(this.#held)
    const isRight = trailer === `\n${String(this.#length).padStart(TRAILER - 1, '0')}`
    if (!isRight || this.#last !== CLOSE) throw new Garbage('the answer was cut')
    this.isDone = true
  }

  /** Nobody waits: an isolate that hangs does not end its stream. */
  cancel(): void {
    this.#reader.cancel().catch(() => undefined)
  }
}

/** In bytes: the line break and ten digits. */
const TRAILER = 11

/** Most answers are no longer than this, in bytes. */
const SMALL = 64 << 10

const [OPEN, CLOSE] = [0x7b, 0x7d]
