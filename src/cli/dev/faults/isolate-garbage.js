// --fault isolate-garbage: an isolate whose answer looks right up to its last byte.
export default {
  fetch(request) {
    const headers = { 'X-Bloqr-Isolate': '1', 'Content-Type': 'application/json' }
    if (request.method === 'GET') return new Response(null, { status: 204, headers })
    return new Response('{"success":true,"parsedRules":[', { headers })
  },
}
