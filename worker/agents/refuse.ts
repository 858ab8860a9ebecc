// How a handshake is refused. A browser does not see the status of a failed one, and a stock client
// then tries again for ever; so it succeeds, and the socket is closed with a code that says why.

import { Refused } from '../refused.ts'
import type { Reply } from '../reply.ts'
import { chosen, CLOSE, type CloseReason } from './protocol.ts'

export function isHandshake(request: Request): boolean {
  return request.headers.get('upgrade')?.toLowerCase() === 'websocket'
}

export function closed(request: Request, why: CloseReason): Response {
  const { 0: client, 1: server } = new WebSocketPair()
  server.accept()
  server.close(CLOSE[why], why)
  return new Response(null, { status: 101, webSocket: client, headers: chosen(request) })
}

/** The reason for an error, and what an error is that nobody expected. */
export function closeReason(error: unknown): CloseReason {
  const refusal = error instanceof Refused ? error.refusal : ''
  return Object.hasOwn(CLOSE, refusal) ? (refusal as CloseReason) : 'agent-unavailable'
}

/** A response of the host, with the headers of the route. */
export function replyOf(response: Response): Reply {
  const { status, body, webSocket } = response
  const headers = Object.fromEntries(response.headers)
  return { status, body, headers, ...(webSocket === null ? {} : { webSocket }) }
}
