// Sends a body to the client piece by piece, as fast as the client reads.

import { ClientGone } from './refused.ts'
import { Late, within } from './within.ts'

/** A client that takes nothing for this long is gone. */
export const STALLED_MS = 30_000

/**
 * Writes all pieces, and returns the number of bytes. When the pieces end with an error, the connection
 * is broken, so that no client takes what it has for whole.
 */
export async function pump(pieces: AsyncIterable<Uint8Array>, to: WritableStream<Uint8Array>): Promise<number> {
  const writer = to.getWriter()
  let bytes = 0
  try {
    for await (const piece of pieces) {
      await sent(writer.write(piece))
      bytes += piece.length
    }
    await sent(writer.close())
    return bytes
  } catch (error) {
    writer.abort(error).catch(() => undefined)
    throw error
  }
}

async function sent(write: Promise<void>): Promise<void> {
  try {
    await within(STALLED_MS, write)
  } catch (error) {
    throw new ClientGone(error instanceof Late ? 'the client does not read' : 'the client has closed the connection')
  }
}
