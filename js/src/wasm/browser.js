// @ts-check
// The core for browsers and bundlers: compiled while it arrives, and ready when the package is imported.

const module = await compiled(new URL('./core.wasm', import.meta.url))

export function load() {
  return module
}

/** @param {URL} url */
async function compiled(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} cannot be had: ${response.status}`)
  const isWasm = response.headers.get('Content-Type')?.split(';')[0] === 'application/wasm'
  return isWasm ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer())
}
