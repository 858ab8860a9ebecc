// One run of code of users: the core makes the request and says what the end of the run means.

import { concat } from '../bytes.ts'
import { custom, HOST_FAILED, WANTS_NODES, type Answer } from '../core.ts'
import type { Env } from '../env.ts'
import { Refused } from '../refused.ts'
import { run } from './run.ts'

/** What came of one run: code that wants nodes runs again, with them. `text`: with the new list. */
export async function runOnce(code: Uint8Array, body: Uint8Array, env: Env, id: string, text = false): Promise<Answer> {
  for (const nodes of [false, true]) {
    const request = custom({ do: 'request', nodes }, body)
    if (request.status !== 200) return request
    const { bytes, ...end } = await run(code, request.body, env, id)
    const answer = custom({ do: 'outcome', nodes, body: body.length, text, ...end }, concat(body, bytes))
    if (answer.status === WANTS_NODES) continue
    if (answer.status !== HOST_FAILED) return answer
    const cause = new Error(`the isolate of user code failed: ${new TextDecoder().decode(answer.body)}`)
    throw new Refused('user-code-unavailable', { detail: HOST, retryAfter: 5, cause })
  }
  throw new Error('the core asks for nodes without end')
}

const HOST = 'What runs the code has failed.'
