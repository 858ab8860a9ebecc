// The problem of a call, for HTTP and for frames.

import { refuse, type Answer } from '../core.ts'
import { logFailure } from '../log.ts'
import { Refused } from '../refused.ts'
import { document, problem, type Reply } from '../reply.ts'

/** A problem that the agent has found, or that a step of the core has. */
export class AgentProblem extends Error {
  readonly answer: Answer

  /** The document of a problem has its status. */
  constructor(body: Uint8Array) {
    super('an agent refuses')
    this.answer = { status: facts(body).status, body }
  }
}

/** The reply for an error. */
export function problemReply(error: unknown, instance: string, id: string): Reply {
  if (error instanceof AgentProblem) return document(error.answer)
  const { answer, headers } = problem(error, instance, (it) => note(it, id))
  return document(answer, headers)
}

/** The text of an error in a frame: `kind: detail`, because a client keeps only a text. */
export function problemText(error: unknown): string {
  const { type, detail } = facts(answerOf(error).body)
  return `${type.split('/').at(-1)}: ${detail}`
}

function answerOf(error: unknown): Answer {
  if (error instanceof AgentProblem) return error.answer
  if (error instanceof Refused) return problem(error, error.instance ?? '/agents', note).answer
  note(error)
  return refuse('core-failed', { instance: '/agents' })
}

/** The log has what failed: with the id of the request, if there is one. */
function note(error: unknown, id?: string): void {
  const failure = error instanceof Refused ? error.cause : error
  if (failure !== undefined) logFailure('an agent failed', failure, id)
}

function facts(document: Uint8Array): { type: string; status: number; detail: string } {
  return JSON.parse(new TextDecoder().decode(document)) as { type: string; status: number; detail: string }
}
