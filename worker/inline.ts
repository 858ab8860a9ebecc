// The core in the worker itself, for requests that no isolate answers.

import { answer, refuse, type Answer, type LongAnswer } from './core.ts'
import { SEND_MS, type DynamicWorkerTask } from './dynamic-workers/index.ts'
import type { Caller } from './env.ts'
import { Refused } from './refused.ts'
import type { Trace } from './visit.ts'

/** Long answers that are being sent at a time. Each holds an instance of the core, with 6 MB for 1 MiB of rules. */
const AT_ONCE = 8
const AT_ONCE_OF_USER = 4

/** A shorter body has no long answer. */
const SHORT = 16 << 10

/** How long a request waits for its turn, and how often it looks. */
const TURN_MS = { most: 10_000, look: 20 }

/** An answer that is being sent. Its end is known also when the platform ends its request silently. */
interface Turn {
  user: string
  until: number
}

const turns = new Set<Turn>()

export async function answerInline(task: DynamicWorkerTask, { user }: Caller, trace: Trace): Promise<Answer | LongAnswer> {
  const turn = task.body.length > SHORT ? await takeTurn(user) : undefined
  const end = () => turn && turns.delete(turn)
  try {
    const made = answer(task.endpoint, task.body)
    if ('pieces' in made) return { ...made, pieces: ending(made.pieces, end) }
    end()
    return made
  } catch (error) {
    end()
    trace.failed(new Error('the core trapped', { cause: error }))
    return refuse('core-failed', { instance: task.endpoint.path })
  }
}

async function* ending(pieces: AsyncIterable<Uint8Array>, end: () => void): AsyncGenerator<Uint8Array, void> {
  try {
    yield* pieces
  } finally {
    end()
  }
}

async function takeTurn(user: string): Promise<Turn> {
  const until = Date.now() + TURN_MS.most
  while (!isFree(user)) {
    if (Date.now() >= until) throw new Refused('unavailable', { detail: 'Too many long answers are being sent.', retryAfter: 5 })
    await scheduler.wait(TURN_MS.look)
  }
  const turn = { user, until: Date.now() + SEND_MS }
  turns.add(turn)
  return turn
}

function isFree(user: string): boolean {
  const now = Date.now()
  let ofUser = 0
  for (const turn of turns) {
    if (now > turn.until) turns.delete(turn)
    else if (turn.user === user) ofUser += 1
  }
  return turns.size < AT_ONCE && ofUser < AT_ONCE_OF_USER
}
