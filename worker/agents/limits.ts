// The limits of agents.

/** A frame of a socket, and the body of a call, in bytes. */
export const MAX_FRAME = 1 << 20

/** Sockets and event streams of a user, for each agent. */
export const MAX_CLIENTS = 16

/** Frames of a socket: so many at once, then so many a second. */
export const FRAMES = { burst: 200, aSecond: 20 }

/** Frames that are no message of the protocol: the next one closes the socket. */
export const MAX_UNREADABLE = 3

/** An event stream that is this many events behind is closed. */
export const MAX_BEHIND = 64

/** A comment in an event stream, so that proxies keep the connection. */
export const COMMENT_MS = 15_000

/** An agent that nobody used for this long is deleted. */
export const UNUSED_MS = 90 * 24 * 60 * 60 * 1000

/** How exactly the last use is known. */
export const SEEN_MS = 24 * 60 * 60 * 1000

/** An agent that does not start in this time cannot start. */
export const START_MS = 10_000

/** Checks between rules wait for this long after a change, because another one may follow. */
export const SETTLE_MS = 200
