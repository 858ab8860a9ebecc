// The main module of the sandbox process: it loads the code into an isolate, and hands on what comes
// out. It judges nothing, because the code runs in the same process.
//
// GET: 204, the process has started. POST /?code=N&most=M: the first N bytes of the body are the
// argument of `load()`, the others the body for the isolate. The answer has at most M + 1 bytes, and
// says how the run ended: `Ended: answered` with the isolate's `Status`, or `Ended: threw` with the
// message. An exception that comes out of the isolate is `remote`: the code can have made its message.

export default {
  /** @param {Request} request @param {{ LOADER: { load(code: object): any } }} env */
  async fetch(request, { LOADER }) {
    if (request.method === 'GET') return new Response(null, { status: 204 })
    const { searchParams } = new URL(request.url)
    const [length, most] = ['code', 'most'].map((it) => Number(searchParams.get(it)))
    const body = new Uint8Array(await request.arrayBuffer())
    const code = JSON.parse(new TextDecoder().decode(body.subarray(0, length)))
    try {
      const isolate = LOADER.load(code).getEntrypoint()
      const response = await isolate.fetch('http://isolate/', { method: 'POST', body: body.subarray(length) })
      const headers = { Ended: 'answered', Status: String(response.status) }
      return new Response(await read(response, most + 1), { headers })
    } catch (error) {
      const message = (error.remote === true ? 'remote: ' : '') + String(error.message).slice(0, 4000)
      return new Response(new TextEncoder().encode(message), { headers: { Ended: 'threw' } })
    }
  },
}

/** At most `most` bytes of a body. */
async function read(response, most) {
  const bytes = new Uint8Array(most)
  let length = 0
  for await (const part of response.body ?? []) {
    const fits = part.subarray(0, most - length)
    bytes.set(fits, length)
    length += fits.length
    if (length === most) break
  }
  return bytes.subarray(0, length)
}
