// The core in the worker itself, for requests that no isolate answers.

import { answer, refuse, type Answer, type LongAnswer } from './core.ts'
import type { DynamicWorkerTask } from './dynamic-workers/index.ts'
import type { Caller } from './env.ts'
import { LongAnswers } from './long-answers.ts'
import type { Trace } from './visit.ts'

/** A shorter body has no long answer, in bytes. */
const SHORT = 16 << 10

/** Each holds an instance of the core, with 6 MB for 1 MiB of rules. */
const long = new LongAnswers({ ofAll: 8, ofUser: 4 })

export async function answerInline(task: DynamicWorkerTask, { user }: Caller, trace: Trace): Promise<Answer | LongAnswer> {
  const lease = task.body.length > SHORT ? await long.begin(user) : undefined
  try {
    const made = answer(task.endpoint, task.body)
    if ('pieces' in made) return long.send(made, lease)
    long.end(lease)
    return made
  } catch (error) {
    long.end(lease)
    trace.failed(new Error('the core trapped', { cause: error }))
    return refuse('core-failed', { instance: task.endpoint.path })
  }
}
