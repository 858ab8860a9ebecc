// Brings what isolates log into the log of the worker, with the id of the request.

import { exports, WorkerEntrypoint } from 'cloudflare:workers'
import type { Env } from '../env.ts'

/** Of one request: an isolate may run code of strangers, which can log without end. */
const MAX_LINES = 20
const MAX_TEXT = 1000

interface Props {
  id: string
}

/** The argument `tails` of an isolate. `id` is the request's. */
export function tailsOf(id: string): Fetcher[] {
  return [exports.IsolateLog({ props: { id } }) as unknown as Fetcher]
}

export class IsolateLog extends WorkerEntrypoint<Env, Props> {
  override tail(traces: TraceItem[]): void {
    const { id } = this.ctx.props
    let left = MAX_LINES
    const say = (level: string, text: string) => {
      if (left-- > 0) console.log(JSON.stringify({ id, from: 'isolate', level, text: text.slice(0, MAX_TEXT) }))
    }
    for (const { outcome, logs, exceptions } of traces) {
      for (const { level, message } of logs) say(level, textOf(message))
      for (const { name, message, stack } of exceptions) say('error', `${name}: ${message}\n${stack ?? ''}`.trimEnd())
      if (!QUIET.has(outcome)) say('error', `the isolate ended: ${outcome}`)
    }
  }
}

/** Outcomes that say no more than the exception, or the line of the request. */
const QUIET = new Set(['ok', 'exception', 'canceled', 'responseStreamDisconnected'])

function textOf(message: unknown): string {
  const parts: unknown[] = Array.isArray(message) ? message : [message]
  return parts.map((it) => (typeof it === 'string' ? it : JSON.stringify(it))).join(' ')
}
