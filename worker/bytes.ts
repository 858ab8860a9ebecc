// Reads bodies whose size the client chooses.

/** A body of at most `limit` bytes, or `undefined` when it is larger. Never stores more than that. */
export async function read(message: Request | Response, limit: number): Promise<Uint8Array | undefined> {
  if (message.body === null) return new Uint8Array()
  const declared = message.headers.get('content-length')
  if (declared !== null && Number(declared) > limit) {
    await message.body.cancel()
    return undefined
  }
  const reader = message.body.getReader({ mode: 'byob' })
  const pieces: Uint8Array[] = []
  let length = 0
  for (let isDone = false; !isDone; ) {
    // Large pieces: by default there are hundreds in a body of 1 MiB, and each takes a turn of the event loop.
    const read = await reader.readAtLeast(PIECE, new Uint8Array(PIECE))
    isDone = read.done || read.value.length < PIECE
    const piece = read.value ?? new Uint8Array()
    length += piece.length
    if (length > limit) {
      await reader.cancel()
      return undefined
    }
    pieces.push(piece)
  }
  const [first] = pieces
  if (first !== undefined && pieces.length === 1) return first
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

const PIECE = 256 << 10
