// Reads bodies whose size the client chooses.

/** A body of at most `limit` bytes, or `undefined` when it is larger. Never stores more than that. */
export async function read(message: Request | Response, limit: number): Promise<Uint8Array | undefined> {
  if (message.body === null) return new Uint8Array()
  const declared = message.headers.get('content-length')
  if (declared !== null && Number(declared) > limit) {
    await message.body.cancel()
    return undefined
  }
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of piecesOf(message)) {
    length += piece.length
    if (length > limit) return undefined
    pieces.push(piece.slice())
  }
  return concat(...pieces)
}

/**
 * The pieces of a body, which share one buffer: a piece is gone when the next one is asked for. Leaving the
 * loop cancels the rest.
 */
export async function* piecesOf({ body }: Request | Response): AsyncGenerator<Uint8Array, void> {
  if (body === null) return
  const reader = body.getReader({ mode: 'byob' })
  let buffer = new Uint8Array(PIECE)
  try {
    for (let isDone = false; !isDone; ) {
      // Large pieces: by default there are hundreds in a body of 1 MiB, and each takes a turn of the event loop.
      const { done, value = new Uint8Array() } = await reader.readAtLeast(PIECE, buffer)
      isDone = done || value.length < PIECE
      if (value.length > 0) yield value
      buffer = new Uint8Array(value.buffer)
    }
  } finally {
    await reader.cancel()
  }
}

/** The first bytes of a body, at most `most`. */
export async function readSome(message: Response, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let left = most
  // Leaving the loop cancels the rest.
  for await (const piece of (message.body ?? []) as AsyncIterable<Uint8Array>) {
    pieces.push(piece.subarray(0, left))
    left -= piece.length
    if (left <= 0) break
  }
  return concat(...pieces)
}

/** All pieces as one; a single one is not copied. */
export function concat(...pieces: Uint8Array[]): Uint8Array {
  const [first] = pieces
  if (first !== undefined && pieces.length === 1) return first
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

export const PIECE = 256 << 10
