// Reads bodies whose size the client chooses.

/** A body of at most `limit` bytes, or `undefined` when it is larger. Never stores more than that. */
export async function read(message: Request | Response, limit: number): Promise<Uint8Array | undefined> {
  if (message.body === null) return new Uint8Array()
  const declared = message.headers.get('content-length')
  if (declared !== null && Number(declared) > limit) {
    await message.body.cancel()
    return undefined
  }
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop cancels the rest.
  for await (const chunk of message.body as ReadableStream<Uint8Array>) {
    length += chunk.length
    if (length > limit) return undefined
    chunks.push(chunk)
  }
  if (chunks.length === 1) return chunks[0]
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
