// Browser users must pass Turnstile. Programs have an API key.

import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'
import { ask } from '../within.ts'

const SITEVERIFY = 'https://challenges.cloudflare.com/turnstile/v0/siteverify'

export async function requireTurnstile(caller: Caller, body: Uint8Array, request: Request, env: Env): Promise<void> {
  if (caller.by === 'api-key' || !env.TURNSTILE_SECRET_KEY) return
  const token = tokenIn(body)
  if (token === undefined) throw new Refused('turnstile-failed', { detail: 'turnstileToken is missing' })
  const form = new URLSearchParams({ secret: env.TURNSTILE_SECRET_KEY, response: token })
  const ip = request.headers.get('cf-connecting-ip')
  if (ip !== null) form.set('remoteip', ip)
  if (!(await verify(form, env))) throw new Refused('turnstile-failed')
}

function tokenIn(body: Uint8Array): string | undefined {
  try {
    const token: unknown = JSON.parse(new TextDecoder().decode(body))?.turnstileToken
    // Cloudflare's tokens have at most 2048 characters.
    return typeof token === 'string' && token !== '' && token.length <= 2048 ? token : undefined
  } catch {
    return undefined
  }
}

/** Whether Turnstile accepts the token, for this site and this action when they are set. Without an answer, the request is refused. */
async function verify(form: URLSearchParams, env: Env): Promise<boolean> {
  const question = async () => {
    const response = await (env.SITEVERIFY ?? globalThis).fetch(SITEVERIFY, { method: 'POST', body: form })
    if (response.ok) return response.json()
    await response.body?.cancel()
    throw new Error(`Turnstile answered with status ${response.status}`)
  }
  const { success, hostname, action } = await ask('Turnstile cannot be asked', question, isVerdict)
  const { TURNSTILE_HOSTNAMES, TURNSTILE_ACTION } = env
  const isOurSite = !TURNSTILE_HOSTNAMES || TURNSTILE_HOSTNAMES.split(',').some((it) => it.trim() === hostname)
  return success && isOurSite && (!TURNSTILE_ACTION || action === TURNSTILE_ACTION)
}

interface Verdict {
  success: boolean
  /** Where the token was made, and what for. */
  hostname?: unknown
  action?: unknown
}

function isVerdict(it: unknown): it is Verdict {
  return typeof it === 'object' && it !== null && typeof (it as Partial<Verdict>).success === 'boolean'
}
