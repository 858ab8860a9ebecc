// The orchestrator: routes, gates, dispatch; and what stands on every answer.

import { find, refuse, version, type Answer } from './core.ts'
import { dispatch, paths, type Dispatched } from './dispatch.ts'
import type { Env } from './env.ts'
import { pass, requireMethod } from './gates/index.ts'
import { Refused } from './refused.ts'

export { CompilationCache, RateLimitGate } from './dynamic-workers/index.ts'
export { RateCounter } from './gates/rate-limit.ts'

export default {
  async fetch(request, env, ctx) {
    const id = crypto.randomUUID()
    try {
      const { answer, headers } = await reply(request, env, ctx, id)
      return respond(answer, { 'X-Request-Id': id, 'X-Bloqr-Version': versions(env), ...headers })
    } catch (error) {
      // Not even the core is there to say it.
      console.error(`${id}: ${error}`)
      const body = new TextEncoder().encode('{"title":"The core cannot be started","status":500}')
      return respond({ status: 500, body }, { 'X-Request-Id': id })
    }
  },
} satisfies ExportedHandler<Env>

function respond({ status, body }: Answer, headers: Record<string, string>): Response {
  const type = status === 200 ? 'application/json' : 'application/problem+json'
  return new Response(body, { status, headers: { ...SECURITY, 'Content-Type': type, ...headers } })
}

interface Reply {
  answer: Answer
  headers: Record<string, string>
}

async function reply(request: Request, env: Env, ctx: ExecutionContext, id: string): Promise<Reply> {
  const { pathname } = new URL(request.url)
  try {
    return await route(pathname, request, env, ctx)
  } catch (error) {
    if (error instanceof Refused) return refusal(error, pathname)
    // For the log; whoever asked learns the id that finds it there.
    console.error(`${id}: ${error}`)
    return refusal(new Refused('core-failed'), pathname)
  }
}

async function route(pathname: string, request: Request, env: Env, ctx: ExecutionContext): Promise<Reply> {
  if (pathname === '/api/version') {
    requireMethod(request, 'GET', 'HEAD')
    return ok({ success: true, ...version(), build: build(env) })
  }
  if (pathname === '/api/health') {
    requireMethod(request, 'GET', 'HEAD')
    return ok({ success: true, status: 'healthy', ...paths(env) })
  }
  const endpoint = find(pathname)
  if (endpoint === undefined) throw new Refused('not-found')
  const passed = await pass(endpoint, request, env)
  if ('status' in passed) return { answer: passed, headers: {} }
  const task = { endpoint, body: passed.body }
  return dispatched(await dispatch(task, passed.caller, env, ctx))
}

function dispatched({ path, answer, fallback, milliseconds }: Dispatched): Reply {
  const headers: Record<string, string> = { 'X-Bloqr-Dispatch': path }
  if (fallback.length > 0) headers['X-Bloqr-Fallback'] = fallback.join(', ')
  if (milliseconds) headers['Server-Timing'] = `isolate;dur=${milliseconds.toFixed(1)}`
  return { answer, headers }
}

function ok(document: object): Reply {
  return { answer: { status: 200, body: new TextEncoder().encode(JSON.stringify(document)) }, headers: {} }
}

function refusal({ refusal, detail, retryAfter, headers }: Refused, instance: string): Reply {
  const more = retryAfter === undefined ? headers : { ...headers, 'Retry-After': String(retryAfter) }
  const details = {
    instance,
    ...(detail === undefined ? {} : { detail }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
  return { answer: refuse(refusal, details), headers: more }
}

function versions(env: Env): string {
  const { core, tables } = version()
  return `build=${build(env)}; core=${core}; tables=${tables}`
}

function build(env: Env): string {
  return env.CF_VERSION_METADATA?.id || 'unknown'
}

/** What is answered is data for the one who asked: not to be shown, framed, guessed at or kept. */
const SECURITY = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}
