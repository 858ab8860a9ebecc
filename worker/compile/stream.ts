// The events of a compilation as `text/event-stream`, with the names of the guide's backend.

import { derive } from '../core.ts'
import type { Env } from '../env.ts'
import type { Trace } from '../visit.ts'
import { compile, type Compilation, type Compiled, type Progress } from './compile.ts'

/** A transformation, as in an answer of the core. */
interface Transformation {
  name: string
  /** Lines before it and after it. */
  in: number
  out: number
  /** The source; missing for all sources together. */
  source?: string
}

/** Streams the events. `documentOf` makes the document of an error. */
export function stream(
  compilation: Compilation,
  env: Env,
  ctx: ExecutionContext,
  trace: Trace,
  documentOf: (error: unknown) => Uint8Array,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const events = new Events(writable.getWriter())
  ctx.waitUntil(
    compile(compilation, env, ctx, trace, events.progress)
      .then((compiled) => events.result(compiled))
      .catch((error) => events.send('error', documentOf(error)))
      .finally(() => events.close()),
  )
  return readable
}

class Events {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  #done = 0

  constructor(writer: WritableStreamDefaultWriter<Uint8Array>) {
    this.#writer = writer
  }

  readonly progress: Progress = {
    phase: (phase) => this.send('progress', { phase }),
    start: (source) => this.send('source:start', { source }),
    complete: (source, bytes) => {
      this.send('source:complete', { source, bytes })
      this.send('progress', { phase: 'sources', current: ++this.#done })
    },
    error: (source, error) => this.send('source:error', { source, error }),
  }

  result({ answer, run, cache, isShared }: Compiled): void {
    if (answer.status === 202) return this.send('queued', answer.body)
    if (answer.status !== 200) return this.send('error', answer.body)
    if (run !== undefined) this.#transformations(answer.body)
    this.send('result', answer.body)
    const ms = run?.milliseconds ?? null
    this.send('done', { cache, isShared, dispatch: run?.path, fallback: run?.fallback, ms })
  }

  /**
   * The core applies all of them at once, so they are reported at the end. How long each took is not
   * known: the platform stops the clock while a worker computes.
   */
  #transformations(answer: Uint8Array): void {
    const done = JSON.parse(new TextDecoder().decode(derive('transformations', answer))) as Transformation[]
    for (const { name, source, ...lines } of done) {
      const what = source === undefined ? { name } : { name, source }
      this.send('transformation:start', what)
      this.send('transformation:complete', { ...what, ...lines, ms: null })
    }
  }

  /** A document of the core is sent unchanged: it is one line. Writing to a client that is gone does nothing. */
  send(event: string, data: object | Uint8Array): void {
    const text = data instanceof Uint8Array ? data : new TextEncoder().encode(JSON.stringify(data))
    for (const piece of [new TextEncoder().encode(`event: ${event}\ndata: `), text, END]) {
      this.#writer.write(piece).catch(() => undefined)
    }
  }

  close(): void {
    this.#writer.close().catch(() => undefined)
  }
}

const END = new TextEncoder().encode('\n\n')
