// --fault isolate-hang: an isolate that starts, and never answers.
export default {
  async fetch(request) {
    if (request.method === 'GET') return new Response(null, { status: 204, headers: { 'X-Bloqr-Isolate': '1' } })
    for (;;) await scheduler.wait(60_000)
  },
}
