// A KV namespace in memory, behind workerd's own binding: values by key, text or bytes.

let values

export default {
  async fetch(request, env) {
    values ??= new Map(Object.entries(env.VALUES))
    const key = decodeURIComponent(new URL(request.url).pathname.slice(1))
    switch (request.method) {
      case 'GET':
        return values.has(key) ? new Response(values.get(key)) : new Response(null, { status: 404 })
      case 'PUT':
        values.set(key, await request.arrayBuffer())
        return new Response()
      case 'DELETE':
        values.delete(key)
        return new Response()
      default:
        return new Response(null, { status: 405 })
    }
  },
}
