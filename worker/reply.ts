// The reply to the client, without the headers that every answer has.

import { derive, refuse, type Answer, type LongAnswer } from './core.ts'
import type { Run } from './dispatch.ts'
import { Refused } from './refused.ts'

export interface Reply {
  status: number
  /** What comes in pieces is sent as the client reads. */
  body: Uint8Array | AsyncIterable<Uint8Array> | null
  headers: Record<string, string>
  /** The client's end of a WebSocket, with the status 101. */
  webSocket?: WebSocket
}

export type Form = 'json' | 'list' | 'events'

const FORMS: Record<string, Form> = {
  'application/json': 'json',
  'text/plain': 'list',
  'text/event-stream': 'events',
}

/** The form that the client names first in `Accept`; JSON when it names none of ours. */
export function formOf(request: Request): Form {
  const types = (request.headers.get('accept') ?? '').toLowerCase().split(',')
  const named = types.map((it) => FORMS[it.split(';')[0]?.trim() ?? ''])
  return named.find((it) => it !== undefined) ?? 'json'
}

/** A document of the core: a result when the status is 200 or 202, else problem+json. */
export function document(answer: Answer | LongAnswer, headers: Record<string, string> = {}): Reply {
  const { status } = answer
  const type = status < 300 ? 'application/json' : 'application/problem+json'
  const body = 'pieces' in answer ? answer.pieces : answer.body
  return { status, body, headers: { 'Content-Type': type, ...headers } }
}

/** The list alone, of an answer that has one. */
export function list(answer: Answer, headers: Record<string, string>): Reply {
  if (answer.status !== 200) return document(answer, headers)
  return { status: 200, body: derive('list', answer.body), headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' } }
}

/** The headers that say which path answered. */
export function dispatchHeaders({ path, fallback, use, milliseconds }: Run): Record<string, string> {
  const headers: Record<string, string> = { 'X-Bloqr-Dispatch': path }
  if (fallback.length > 0) headers['X-Bloqr-Fallback'] = fallback.join(', ')
  if (use !== undefined) headers['X-Bloqr-Isolate'] = use
  if (milliseconds) headers['Server-Timing'] = `isolate;dur=${milliseconds.toFixed(1)}`
  return headers
}

/** The reply for an error. Its details, which only the log gets, go to `note`. */
export function problem(
  error: unknown,
  instance: string,
  note: (error: unknown) => void,
): { answer: Answer; headers: Record<string, string> } {
  note(error)
  return error instanceof Refused ? refusal(error, instance) : refusal(new Refused('core-failed'), instance)
}

function refusal(error: Refused, instance: string): { answer: Answer; headers: Record<string, string> } {
  const { refusal, detail, retryAfter, headers } = error
  const details = {
    instance: error.instance ?? instance,
    ...(detail === undefined ? {} : { detail }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
  const more = retryAfter === undefined ? headers : { ...headers, 'Retry-After': String(retryAfter) }
  return { answer: refuse(refusal, details), headers: more }
}
