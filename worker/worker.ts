// The orchestrator: routes, gates, dispatch, and the headers of every answer.

import { AGENTS, routeAgentRequest } from './agents/index.ts'
import { BATCH, COMPILE, JOBS, batchReply, compileReply, job } from './compile/index.ts'
import { find, openapi, version } from './core.ts'
import { dispatch, dispatchWhole, paths } from './dispatch.ts'
import type { Env } from './env.ts'
import { identify, pass, requireMethod } from './gates/index.ts'
import { pump } from './pump.ts'
import { ready } from './ready.ts'
import { ClientGone, Refused } from './refused.ts'
import { dispatchHeaders, document, formOf, list, problem, type Reply } from './reply.ts'
import { customAnswer, GENERATE, generateReply } from './usercode/index.ts'
import { Visit } from './visit.ts'

export { AgentCache, AgentMetrics, InlineRulesDesk, InlineWatchDesk, RulesAgent, WatchAgent } from './agents/index.ts'
export { CompileWorkflow } from './compile/workflow.ts'
export { CompilationCache, IsolateLog, RateLimitGate } from './dynamic-workers/index.ts'
export { RateCounter } from './gates/rate-limit.ts'

export default {
  async fetch(request, env, ctx) {
    const visit = new Visit(request, env)
    // A client that goes away ends its request, but its line of the log is written.
    ctx.waitUntil(visit.ended)
    request.signal.addEventListener('abort', () => visit.gone())
    try {
      return send(await reply(request, env, ctx, visit), env, ctx, visit)
    } catch (error) {
      // The core is not available to write the document.
      visit.failed(error)
      const body = '{"title":"The core cannot be started","status":500}'
      const headers = { ...SECURITY, 'X-Request-Id': visit.id, 'Content-Type': 'application/problem+json' }
      visit.end(500, {}, body.length, 'core-failed')
      return new Response(body, { status: 500, headers })
    }
  },
} satisfies ExportedHandler<Env>

async function reply(request: Request, env: Env, ctx: ExecutionContext, visit: Visit): Promise<Reply> {
  const { pathname } = new URL(request.url)
  try {
    return await route(pathname, request, env, ctx, visit)
  } catch (error) {
    if (error instanceof ClientGone) visit.gone()
    const { answer, headers } = problem(error, pathname, (it) => visit.failed(it))
    return document(answer, headers)
  }
}

/** The response, and the line of the log when all of it is sent. */
function send({ status, body, headers, webSocket }: Reply, env: Env, ctx: ExecutionContext, visit: Visit): Response {
  const ours = { ...SECURITY, 'X-Request-Id': visit.id, 'X-Bloqr-Version': versions(env), ...visit.headers }
  const init = { status, headers: { ...ours, ...headers } }
  if (body === null || body instanceof Uint8Array) {
    visit.end(status, headers, body?.length ?? 0, status < 400 ? undefined : nameOf(body))
    return new Response(body, webSocket === undefined ? init : { ...init, webSocket })
  }
  // A length that is known is told, so that a client sees when it does not get all of it.
  const length = Number(headers['content-length'])
  const { readable, writable } = length > 0 ? new FixedLengthStream(length) : new IdentityTransformStream()
  const sent = pump(body, writable).then(
    (bytes) => visit.end(status, headers, bytes),
    (error) => {
      if (error instanceof ClientGone) return visit.gone()
      visit.failed(error)
      visit.end(status, headers, 0, 'answer-cut')
    },
  )
  ctx.waitUntil(sent)
  return new Response(readable, init)
}

async function route(
  pathname: string,
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  visit: Visit,
): Promise<Reply> {
  if (pathname === '/api/version') {
    requireMethod(request, 'GET', 'HEAD')
    return ok({ success: true, ...version(), build: build(env) })
  }
  if (pathname === '/api/health') {
    requireMethod(request, 'GET', 'HEAD')
    return ok({ success: true, status: 'healthy', ...paths(env) })
  }
  if (pathname === '/api/ready') {
    requireMethod(request, 'GET', 'HEAD')
    return ok({ success: true, status: 'ready', checks: await ready(env) })
  }
  if (pathname === '/api/openapi.json') {
    requireMethod(request, 'GET', 'HEAD')
    return document({ status: 200, body: openapi() })
  }
  if (pathname.startsWith(AGENTS)) return routeAgentRequest(request, env, visit)
  if (pathname.startsWith(JOBS) && pathname !== BATCH) {
    requireMethod(request, 'GET')
    return document(await job(pathname.slice(JOBS.length), await identify(request, env, visit), env))
  }
  const endpoint = find(pathname)
  if (endpoint === undefined && pathname !== BATCH && pathname !== GENERATE) throw new Refused('not-found')
  const passed = await pass(pathname, request, env, visit)
  if ('status' in passed) return document(passed)
  const { caller, body } = passed
  if (pathname === GENERATE) return generateReply(body, caller, env, ctx, visit.id)
  if (endpoint === undefined) return batchReply(caller, body, env, ctx, visit)
  if (endpoint.path === COMPILE) return compileReply(formOf(request), caller, body, env, ctx, visit)
  if (endpoint.path === TRANSFORM) {
    const answer = await customAnswer(body, isTwice(request), caller, env, ctx, visit.id)
    if (answer !== undefined) return document(answer)
  }
  const task = { endpoint, body }
  if (endpoint.task === 'compile' && formOf(request) === 'list') {
    const { answer, ...run } = await dispatchWhole(task, caller, env, ctx, visit)
    return list(answer, dispatchHeaders(run))
  }
  const { answer, ...run } = await dispatch(task, caller, env, ctx, visit)
  return document(answer, dispatchHeaders(run))
}

const TRANSFORM = '/api/transform'

/** Whether the client wants to know that its code gives the same result each time. */
function isTwice(request: Request): boolean {
  return new URL(request.url).searchParams.get('check') === 'deterministic'
}

function ok(fields: object): Reply {
  return document({ status: 200, body: new TextEncoder().encode(JSON.stringify(fields)) })
}

/** The name of the problem that a document is: `rate-limited`. */
function nameOf(document: Uint8Array | null): string | undefined {
  const { type } = JSON.parse(new TextDecoder().decode(document ?? NO_TYPE)) as { type?: string }
  return type?.split('/').at(-1)
}

const NO_TYPE = new TextEncoder().encode('{}')

function versions(env: Env): string {
  const { core, tables } = version()
  return `build=${build(env)}; core=${core}; tables=${tables}`
}

function build(env: Env): string {
  return env.CF_VERSION_METADATA?.id || 'unknown'
}

/** Answers are data for the client only: not rendered, framed, sniffed or cached. */
const SECURITY = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}
