// People prove to Turnstile that they are people. Programs have an API key.

import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'

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

/** Whether Turnstile takes the token. Without an answer nobody gets in. */
async function verify(form: URLSearchParams, env: Env): Promise<boolean> {
  const ask = { method: 'POST', body: form, signal: AbortSignal.timeout(5000) }
  try {
    const response = await (env.SITEVERIFY ?? globalThis).fetch(SITEVERIFY, ask)
    const { success } = await response.json<{ success?: unknown }>()
    return success === true
  } catch {
    throw new Refused('unavailable', { detail: 'Turnstile cannot be asked' })
  }
}
