// The orchestrator: routes, gates, dispatch, and the headers of every answer.

import { AGENTS, routeAgentRequest } from './agents/index.ts'
import { BATCH, COMPILE, JOBS, batchReply, compileReply, job } from './compile/index.ts'
import { find, openapi, version } from './core.ts'
import { dispatch, paths } from './dispatch.ts'
import type { Env } from './env.ts'
import { identify, pass, requireMethod } from './gates/index.ts'
import { Refused } from './refused.ts'
import { dispatchHeaders, document, formOf, list, problem, type Reply } from './reply.ts'
import { customAnswer, GENERATE, generateReply } from './usercode/index.ts'

export { AgentCache, AgentMetrics, InlineRulesDesk, InlineWatchDesk, RulesAgent, WatchAgent } from './agents/index.ts'
export { CompileWorkflow } from './compile/workflow.ts'
export { CompilationCache, RateLimitGate } from './dynamic-workers/index.ts'
export { RateCounter } from './gates/rate-limit.ts'

export default {
  async fetch(request, env, ctx) {
    const id = crypto.randomUUID()
    try {
      const { status, body, headers, webSocket } = await reply(request, env, ctx, id)
      const ours = { ...SECURITY, 'X-Request-Id': id, 'X-Bloqr-Version': versions(env) }
      const init = { status, headers: { ...ours, ...headers } }
      return new Response(body, webSocket === undefined ? init : { ...init, webSocket })
    } catch (error) {
      // The core is not available to write the document.
      console.error(`${id}: ${error}`)
      const body = '{"title":"The core cannot be started","status":500}'
      const headers = { ...SECURITY, 'X-Request-Id': id, 'Content-Type': 'application/problem+json' }
      return new Response(body, { status: 500, headers })
    }
  },
} satisfies ExportedHandler<Env>

async function reply(request: Request, env: Env, ctx: ExecutionContext, id: string): Promise<Reply> {
  const { pathname } = new URL(request.url)
  try {
    return await route(pathname, request, env, ctx, id)
  } catch (error) {
    const { answer, headers } = problem(error, pathname, id)
    return document(answer, headers)
  }
}

async function route(
  pathname: string,
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  id: string,
): Promise<Reply> {
  if (pathname === '/api/version') {
    requireMethod(request, 'GET', 'HEAD')
    return ok({ success: true, ...version(), build: build(env) })
  }
  if (pathname === '/api/health') {
    requireMethod(request, 'GET', 'HEAD')
    return ok({ success: true, status: 'healthy', ...paths(env) })
  }
  if (pathname === '/api/openapi.json') {
    requireMethod(request, 'GET', 'HEAD')
    return document({ status: 200, body: openapi() })
  }
  if (pathname.startsWith(AGENTS)) return routeAgentRequest(request, env, id)
  if (pathname.startsWith(JOBS) && pathname !== BATCH) {
    requireMethod(request, 'GET')
    return document(await job(pathname.slice(JOBS.length), await identify(request, env), env))
  }
  const endpoint = find(pathname)
  if (endpoint === undefined && pathname !== BATCH && pathname !== GENERATE) throw new Refused('not-found')
  const passed = await pass(pathname, request, env)
  if ('status' in passed) return document(passed)
  const { caller, body } = passed
  if (pathname === GENERATE) return generateReply(body, caller, env, ctx)
  if (endpoint === undefined) return batchReply(caller, body, env, ctx, id)
  if (endpoint.path === COMPILE) return compileReply(formOf(request), caller, body, env, ctx, id)
  if (endpoint.path === TRANSFORM) {
    const answer = await customAnswer(body, isTwice(request), caller, env, ctx)
    if (answer !== undefined) return document(answer)
  }
  const { answer, ...run } = await dispatch({ endpoint, body }, caller, env, ctx)
  const form = endpoint.task === 'compile' ? formOf(request) : 'json'
  return (form === 'list' ? list : document)(answer, dispatchHeaders(run))
}

const TRANSFORM = '/api/transform'

/** Whether the client wants to know that its code gives the same result each time. */
function isTwice(request: Request): boolean {
  return new URL(request.url).searchParams.get('check') === 'deterministic'
}

function ok(fields: object): Reply {
  return document({ status: 200, body: new TextEncoder().encode(JSON.stringify(fields)) })
}

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
