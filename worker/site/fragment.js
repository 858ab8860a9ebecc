// @ts-check
// A list in the fragment of an address, which browsers send to nobody: deflated, as base64url.

/** The fragment of a list. A list that no link can have is a `RangeError`. @param {string} text */
export async function toFragment(text) {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > MOST) throw new RangeError('the list is too long')
  const packed = await through(bytes, new CompressionStream('deflate-raw'))
  let binary = ''
  for (const byte of packed) binary += String.fromCharCode(byte)
  return `#list=${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

/** The list of a fragment; `undefined` when there is none, or it is broken. @param {string} fragment */
export async function fromFragment(fragment) {
  const packed = /^#list=([\w-]+)$/.exec(fragment)?.[1]
  if (packed === undefined) return undefined
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (it) => it.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await through(bytes, new DecompressionStream('deflate-raw')))
  } catch {
    return undefined
  }
}

/** The longest list of a link, in bytes: a link must not be able to fill the memory. */
const MOST = 16 << 20

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 */
async function through(bytes, stream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  /** @type {Uint8Array[]} */
  const pieces = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > MOST) throw new RangeError('the list is too long')
    pieces.push(value)
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
