// @ts-check
// What a link shows, in the fragment of an address, which browsers send to nobody: `#list=…&view=convert&to=ubo`. The
// list is deflated, as base64url.

/** @typedef {{ list?: string, targets?: string, view?: string, to?: string, format?: string, url?: string }} Shown */

const SETTINGS = /** @type {const} */ (['targets', 'view', 'to', 'format', 'url'])

/** A list that no link can have is a `RangeError`. Settings that are empty are left out. @param {Shown} shown */
export async function toFragment({ list = '', ...settings }) {
  const bytes = new TextEncoder().encode(list)
  if (bytes.length > MOST) throw new RangeError('the list is too long')
  const packed = await through(bytes, new CompressionStream('deflate-raw'))
  let binary = ''
  for (const byte of packed) binary += String.fromCharCode(byte)
  const given = SETTINGS.filter((it) => settings[it]).map((it) => `&${it}=${encodeURIComponent(settings[it] ?? '')}`)
  return `#list=${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}${given.join('')}`
}

/** What a fragment shows; without `list` when it has none, or a broken one. @param {string} fragment @returns {Promise<Shown>} */
export async function fromFragment(fragment) {
  const fields = new URLSearchParams(fragment.slice(1))
  /** @type {Shown} */
  const shown = {}
  for (const it of SETTINGS) {
    const value = fields.get(it)
    if (value !== null) shown[it] = value
  }
  const packed = fields.get('list')
  if (packed === null || !/^[\w-]+$/.test(packed)) return shown
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (it) => it.charCodeAt(0))
    const plain = await through(bytes, new DecompressionStream('deflate-raw'))
    shown.list = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain)
  } catch {
    // It is broken.
  }
  return shown
}

/** The longest list of a link, in bytes: a link must not be able to fill the memory. */
const MOST = 4 << 20

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
