// @ts-check
// Keeps what the page is made of, so that it opens without a network. What the network has comes first, so that nobody
// sees an old page. Nothing of a list goes through here.

const KEPT = 'page'
const PAGE = ['./', 'app.js', 'ask.js', 'base.css', 'bloqr.js', 'core-worker.js', 'core.wasm', 'dom.js', 'editor.js', 'fragment.js', 'icon.svg', 'style.css', 'views.js', 'work.js']

const worker = /** @type {any} */ (self)

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(caches.open(KEPT).then((it) => it.addAll(PAGE)).then(() => worker.skipWaiting()))
})
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { method, url } = event.request
  const isPage = PAGE.some((it) => new URL(it, location.href).href === url.split(/[?#]/)[0])
  const isRead = url.startsWith(new URL('docs/', location.href).href)
  // The rest is the backend's.
  if (method === 'GET' && (isPage || isRead)) event.respondWith(fresh(event.request))
})

/** @param {Request} request */
async function fresh(request) {
  const kept = await caches.open(KEPT)
  try {
    const response = await fetch(request)
    if (response.ok && !response.redirected) await kept.put(request, response.clone())
    return response
  } catch (error) {
    const old = await kept.match(request, { ignoreSearch: true })
    if (old) return old
    throw error
  }
}
