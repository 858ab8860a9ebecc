// Serves the files of `[assets]` before the worker is asked, as the platform does. `FRONT_FILES` has a file and its
// headers for each path; `FRONT_DISK` is their folder.

export const front = (worker) => ({
  ...worker,
  async fetch(request, env, ctx) {
    const { pathname, search } = new URL(request.url)
    const path = decoded(pathname)
    const found = env.FRONT_FILES[path]
    if (found !== undefined) {
      const { method } = request
      if (method !== 'GET' && method !== 'HEAD') return new Response(null, { status: 405 })
      const { status, body } = await env.FRONT_DISK.fetch(`http://disk/${encoded(found.file)}`, { method })
      // A file that was deleted since is none.
      if (status === 200) return new Response(body, { headers: found.headers })
    }
    const better = [path.replace(/(?<=\/)index(\.html)?$|\.html$/, ''), `${path}/`].find((it) => it !== path && it in env.FRONT_FILES)
    if (better !== undefined) return new Response(null, { status: 307, headers: { Location: encoded(better) + search } })
    return worker.fetch(request, env, ctx)
  },
})

/** A name can have `#`, `?` and `%`. A slash that is encoded separates no folders: it is in no name. */
function decoded(pathname) {
  try {
    return pathname.split('/').map((it) => decodeURIComponent(it).replaceAll('/', '%2F')).join('/')
  } catch {
    return pathname
  }
}

function encoded(path) {
  return path.split('/').map(encodeURIComponent).join('/')
}
