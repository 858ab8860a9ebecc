// Asks the server of a language model, which speaks OpenAI's `POST {base}/chat/completions`.

import type { Env } from '../env.ts'
import { Refused } from '../refused.ts'

export interface ModelServer {
  url: string
  model: string
  /** Empty when the server needs none. */
  key: string
}

export interface ModelResponse {
  status: number
  /** In seconds. */
  retryAfter?: number
  bytes: Uint8Array
}

/** A server may be silent for this long. */
const SILENCE_MS = 60_000

/** A whole answer may take this long. */
const PATIENCE_MS = 300_000

/** The core refuses a longer response. */
const MOST_BYTES = (4 << 20) + 1

/** The server that the settings name, if they do. */
export function modelOf({ CODEGEN_URL, CODEGEN_MODEL, CODEGEN_KEY }: Env): ModelServer | undefined {
  if (!CODEGEN_URL || !CODEGEN_MODEL) return undefined
  const url = URL.canParse(CODEGEN_URL) ? new URL(CODEGEN_URL) : undefined
  if (url === undefined || !isSafe(url)) {
    throw new Refused('generator-unset', { detail: 'CODEGEN_URL is no https URL without a user name.' })
  }
  // A query stays: some servers want a version there.
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`
  // A secret that comes from a file can end with a line break, which is not sent.
  return { url: url.href, model: CODEGEN_MODEL, key: (CODEGEN_KEY ?? '').trim() }
}

function isSafe({ protocol, hostname, username, password }: URL): boolean {
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return (protocol === 'https:' || (protocol === 'http:' && isHere)) && username === '' && password === ''
}

export async function askModel({ url, key }: ModelServer, body: Uint8Array): Promise<ModelResponse> {
  const clock = new AbortController()
  const whole = setTimeout(() => clock.abort(), PATIENCE_MS)
  let silence = setTimeout(() => clock.abort(), SILENCE_MS)
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  if (key !== '') headers['Authorization'] = `Bearer ${key}`
  try {
    // A redirect is an answer like others: the key goes to no other host.
    const response = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal: clock.signal })
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of response.body ?? []) {
      clearTimeout(silence)
      silence = setTimeout(() => clock.abort(), SILENCE_MS)
      chunks.push(chunk)
      length += chunk.length
      if (length > MOST_BYTES) break
    }
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer())
    const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10)
    const retryAfter = seconds > 0 ? { retryAfter: seconds } : {}
    return { status: response.status, ...retryAfter, bytes }
  } catch {
    // The message of the error could have the URL, which only the operator should know.
    const detail = clock.signal.aborted ? 'The server of the model is silent.' : 'The server of the model cannot be reached.'
    throw new Refused('generator-failed', { detail })
  } finally {
    clearTimeout(whole)
    clearTimeout(silence)
  }
}
