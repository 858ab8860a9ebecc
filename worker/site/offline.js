// @ts-check
// Keeps what the page is made of, so that it opens without a network. What the network has comes first, so that nobody
// sees an old page. The files of the page are kept all or none, and a page has all of its files from one place: those of
// two builds do not fit. Nothing of a list goes through here.

const PAGE_CACHE = 'page'
const DOCS_CACHE = 'docs'
const PAGE = ['./', 'app.js', 'ask.js', 'base.css', 'bloqr.js', 'core-worker.js', 'core.wasm', 'dom.js', 'editor.js', 'fragment.js', 'icon.svg', 'style.css', 'views.js', 'work.js']

const worker = /** @type {any} */ (self)

/** Pages, and their workers, that came from what is kept. @type {Set<string>} */
const kept = new Set()
/** Those that came from the network, and whose files are not kept yet. @type {Set<string>} */
const newer = new Set()

worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(keep().then(() => worker.skipWaiting())))
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { method, url } = event.request
  // The rest is the backend's.
  if (method !== 'GET') return
  if (PAGE.some((it) => new URL(it, location.href).href === url.split(/[?#]/)[0])) event.respondWith(ofPage(event))
  else if (url.startsWith(new URL('docs/', location.href).href)) event.respondWith(ofDocs(event.request))
})

/** Keeps the files of the page, when all of them have come. */
async function keep() {
  const files = await Promise.all(PAGE.map(async (name) => {
    const { ok, redirected, headers, body } = await fetch(name, { cache: 'no-cache' })
    if (!ok || redirected) throw new Error(`${name} cannot be kept`)
    return { name, file: new Response(await new Response(body).blob(), { headers }) }
  }))
  const cache = await caches.open(PAGE_CACHE)
  await Promise.all(files.map(({ name, file }) => cache.put(name, file)))
}

/** @param {any} event @returns {Promise<Response>} */
async function ofPage(event) {
  const { request, clientId, resultingClientId } = event
  const isOpened = request.mode === 'navigate'
  // A worker is as its page is.
  if (!isOpened && resultingClientId) for (const clients of [kept, newer]) if (clients.has(clientId)) clients.add(resultingClientId)
  const old = await (await caches.open(PAGE_CACHE)).match(request.url, { ignoreSearch: true })
  if (old && !isOpened && kept.has(clientId)) return old
  try {
    const response = await fetch(request)
    if (isOpened && response.ok) {
      newer.add(resultingClientId)
      event.waitUntil(keep().then(() => newer.clear(), () => {}))
    }
    return response
  } catch (error) {
    if (!old || (!isOpened && newer.has(clientId))) throw error
    if (isOpened) kept.add(resultingClientId)
    return old
  }
}

/** @param {Request} request */
async function ofDocs(request) {
  const cache = await caches.open(DOCS_CACHE)
  try {
    const response = await fetch(request)
    if (response.ok && !response.redirected) await cache.put(request, response.clone())
    return response
  } catch (error) {
    const old = await cache.match(request, { ignoreSearch: true })
    if (old) return old
    throw error
  }
}
