// --fault isolate-throw: an isolate that starts, and throws when it gets the request.
export default {
  fetch(request) {
    if (request.method === 'GET') return new Response(null, { status: 204, headers: { 'X-Bloqr-Isolate': '1' } })
    throw new Error('this isolate was asked to throw')
  },
}
