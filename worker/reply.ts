// The reply to the client, without the headers that every answer has.

import { derive, refuse, type Answer } from './core.ts'
import type { Dispatched } from './dispatch.ts'
import { Refused } from './refused.ts'

export interface Reply {
  status: number
  body: Uint8Array | ReadableStream<Uint8Array> | null
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
export function document({ status, body }: Answer, headers: Record<string, string> = {}): Reply {
  const type = status < 300 ? 'application/json' : 'application/problem+json'
  return { status, body, headers: { 'Content-Type': type, ...headers } }
}

/** The list alone, of an answer that has one. */
export function list(answer: Answer, headers: Record<string, string>): Reply {
  if (answer.status !== 200) return document(answer, headers)
  return { status: 200, body: derive('list', answer.body), headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' } }
}

/** The headers that say which path answered. */
export function dispatchHeaders({ path, fallback, milliseconds }: Omit<Dispatched, 'answer'>): Record<string, string> {
  const headers: Record<string, string> = { 'X-Bloqr-Dispatch': path }
  if (fallback.length > 0) headers['X-Bloqr-Fallback'] = fallback.join(', ')
  if (milliseconds) headers['Server-Timing'] = `isolate;dur=${milliseconds.toFixed(1)}`
  return headers
}

/** The reply for an error. `id` finds it in the log, which has the details. */
export function problem(error: unknown, instance: string, id: string): { answer: Answer; headers: Record<string, string> } {
  if (!(error instanceof Refused)) {
    console.error(`${id}: ${error}`)
    return problem(new Refused('core-failed'), instance, id)
  }
  const { refusal, detail, retryAfter, headers } = error
  const details = {
    instance: error.instance ?? instance,
    ...(detail === undefined ? {} : { detail }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
  const more = retryAfter === undefined ? headers : { ...headers, 'Retry-After': String(retryAfter) }
  return { answer: refuse(refusal, details), headers: more }
}
