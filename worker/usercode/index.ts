// Custom transforms: code of users over a list. It runs in an isolate and nowhere else: never inline,
// never with bindings, and no other path is tried when it fails. The core says what goes into the
// isolate and what its answer means; nothing that the isolate says is believed here.

import { custom, type Answer } from '../core.ts'
import type { Caller, Env } from '../env.ts'
import { Refused } from '../refused.ts'
import { runOnce } from './once.ts'
import { canRun } from './run.ts'
import { inTurn, type Waiting } from './turns.ts'

export { generateReply, GENERATE } from './generate.ts'

/** The answer to a body with `source`; `undefined` when it has none. `twice`: run it again and compare. `id`: of the request, for the log. */
export async function customAnswer(
  body: Uint8Array,
  twice: boolean,
  caller: Caller,
  env: Env,
  ctx: Waiting,
  id: string,
): Promise<Answer | undefined> {
  const code = custom({ do: 'code' }, body)
  if (code.status === 204) return undefined
  if (code.status !== 200) return code
  if (!canRun(env)) throw new Refused('user-code-unavailable')
  return inTurn(caller, env, ctx, async () => {
    const first = await runOnce(code.body, body, env, id)
    if (!twice || first.status !== 200) return first
    const second = await runOnce(code.body, body, env, id)
    return isSame(first.body, second.body) ? first : custom({ do: 'differs' }, body)
  })
}

/** The same for an agent, which keeps the new list: the document has it as `text`. */
export async function previewAnswer(
  body: Uint8Array,
  caller: Caller,
  env: Env,
  ctx: Waiting,
  id: string,
): Promise<Answer> {
  const code = custom({ do: 'code' }, body)
  if (code.status !== 200) return code
  if (!canRun(env)) throw new Refused('user-code-unavailable')
  return inTurn(caller, env, ctx, () => runOnce(code.body, body, env, id, true))
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, n) => byte === b[n])
}
