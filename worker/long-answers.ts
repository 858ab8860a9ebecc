// Long answers that are being sent: how many at a time, and for how long.

import type { LongAnswer } from './core.ts'
import { STALLED_MS } from './pump.ts'
import { Room, type Lease, type Most } from './room.ts'
import { Late } from './within.ts'

/** For all of an answer: a client that reads too slowly holds what makes it. */
const SEND_MS = 120_000

/** How long a request waits until there is room for its answer. */
const WAIT_MS = 30_000

/** The answers of one path. */
export class LongAnswers {
  readonly #room: Room

  constructor(most: Most) {
    this.#room = new Room(most, 'Too many long answers are being sent.')
  }

  /** Waits until an answer to this user may be sent. */
  begin(user: string): Promise<Lease> {
    const waitUntil = Date.now() + WAIT_MS
    return this.#room.take({ user, size: 1, until: waitUntil + SEND_MS + STALLED_MS }, waitUntil)
  }

  end(lease: Lease | undefined): void {
    if (lease !== undefined) this.#room.giveBack(lease)
  }

  /** The answer, as long as it may be sent. The end of its pieces is the end of the lease. */
  send({ status, pieces }: LongAnswer, lease: Lease | undefined): LongAnswer {
    return { status, pieces: this.#pieces(pieces, lease) }
  }

  async *#pieces(pieces: AsyncIterable<Uint8Array>, lease: Lease | undefined): AsyncGenerator<Uint8Array, void> {
    const until = Date.now() + SEND_MS
    try {
      for await (const piece of pieces) {
        if (Date.now() > until) throw new Late(`the answer was not sent within ${SEND_MS} ms`)
        yield piece
      }
    } finally {
      this.end(lease)
    }
  }
}
