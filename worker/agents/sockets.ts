// The sockets of an agent's clients. The host owns them, so they outlive the agent's code, and its memory
// can be freed while they are open: what is known of a socket is attached to it.

import type { Caller } from '../env.ts'
import { TIERS } from '../env.ts'
import { FRAMES, MAX_FRAME, MAX_UNREADABLE } from './limits.ts'
import { CLOSE, readFrame, type CloseReason, type Incoming } from './protocol.ts'

interface Attachment {
  caller: Caller
  /** Frames that it may send now, and when that was counted. */
  tokens: number
  at: number
  unreadable: number
}

export class Sockets {
  readonly #ctx: DurableObjectState

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  get count(): number {
    return this.#ctx.getWebSockets().length
  }

  accept(socket: WebSocket, caller: Caller): void {
    this.#ctx.acceptWebSocket(socket)
    attach(socket, { caller, tokens: FRAMES.burst, at: Date.now(), unreadable: 0 })
  }

  callerOf(socket: WebSocket): Caller {
    return attached(socket).caller
  }

  sendAll(frame: string): void {
    for (const socket of this.#ctx.getWebSockets()) send(socket, frame)
  }

  closeAll(why: CloseReason): void {
    for (const socket of this.#ctx.getWebSockets()) close(socket, why)
  }

  /** What the client sends, if it may: a socket that breaks a limit is closed. */
  read(socket: WebSocket, message: string | ArrayBuffer): Incoming | undefined {
    const it = attached(socket)
    if (isTooLong(message)) return close(socket, 'too-large')
    const now = Date.now()
    it.tokens = Math.min(FRAMES.burst, it.tokens + ((now - it.at) / 1000) * FRAMES.aSecond) - 1
    it.at = now
    if (it.tokens < 0 && TIERS[it.caller.tier] !== Infinity) return close(socket, 'rate-limited')
    const frame = readFrame(message)
    if (frame === undefined) it.unreadable += 1
    if (it.unreadable > MAX_UNREADABLE) return close(socket, 'unreadable')
    attach(socket, it)
    return frame
  }
}

function isTooLong(message: string | ArrayBuffer): boolean {
  if (typeof message !== 'string') return message.byteLength > MAX_FRAME
  // A code unit has at most three bytes.
  return message.length * 3 > MAX_FRAME && new TextEncoder().encode(message).length > MAX_FRAME
}

/** A client that is gone gets nothing. */
export function send(socket: WebSocket, frame: string): void {
  try {
    socket.send(frame)
  } catch {
    // It closes at this moment.
  }
}

function close(socket: WebSocket, why: CloseReason): undefined {
  try {
    socket.close(CLOSE[why], why)
  } catch {
    // It closes at this moment.
  }
}

function attach(socket: WebSocket, it: Attachment): void {
  socket.serializeAttachment(it)
}

function attached(socket: WebSocket): Attachment {
  return socket.deserializeAttachment() as Attachment
}
