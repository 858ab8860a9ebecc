// A model writes the source of a custom transform. The source is tried in the sandbox on an empty list,
// shown, and never applied by itself. The model's server and its key stay outside of every isolate.

import { custom, generate, type Answer } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'
import { document, type Reply } from '../reply.ts'
import { askModel, modelOf, type ModelServer } from './model.ts'
import { runOnce } from './once.ts'
import { canRun } from './run.ts'
import { inTurn, type Waiting } from './turns.ts'

export const GENERATE = '/api/transform/generate'

/** The model is asked again, once, with the error that its source gave. */
const TRIES = 2

export async function generateReply(
  body: Uint8Array,
  caller: Caller,
  env: Env,
  ctx: Waiting,
  id: string,
): Promise<Reply> {
  const server = modelOf(env)
  if (server === undefined) throw new Refused('generator-unset')
  if (!canRun(env)) throw new Refused('user-code-unavailable')
  return inTurn(caller, env, ctx, () => write(body, server, env, id))
}

async function write(body: Uint8Array, server: ModelServer, env: Env, id: string): Promise<Reply> {
  let last: { source: string; error: string } | undefined
  for (let n = 0; n < TRIES; n++) {
    const ask = generate({ do: 'ask', model: server.model, ...last }, body)
    if (ask.status !== 200) return document(ask)
    const response = await askModel(server, ask.body)
    const { bytes, ...head } = response
    const written = generate({ do: 'read', ...head, key: server.key }, bytes)
    if (written.status !== 200) {
      return document(written, head.retryAfter === undefined ? {} : { 'Retry-After': String(head.retryAfter) })
    }
    const error = await tryOut(written.body, env, id)
    if (error === undefined) return document(generate({ do: 'answer', model: server.model }, written.body))
    last = { source: new TextDecoder().decode(written.body), error }
  }
  throw new Refused('generator-no-code', { detail: `The source of the model does not run: ${last?.error}` })
}

/** Why the source does not run, if so: whether it can be loaded, and run on an empty list. */
async function tryOut(source: Uint8Array, env: Env, id: string): Promise<string | undefined> {
  const { body } = generate({ do: 'try' }, source)
  const code = custom({ do: 'code' }, body)
  const answer: Answer = code.status === 200 ? await runOnce(code.body, body, env, id) : code
  if (answer.status === 200) return undefined
  const { detail, line } = JSON.parse(new TextDecoder().decode(answer.body)) as { detail: string; line?: number }
  return line === undefined ? detail : `${detail} (line ${line})`
}
