// How long things take and wait, in milliseconds. Tests change them in their own copy of this file: no
// variable and no binding can.

/** An hour of `everyHours`. */
export const HOUR_MS = 3_600_000

/** After a failure, the next look waits for this long; after more of them, four times as long each time. */
export const RETRY_MS = 15 * 60_000

/** The longest time for one look: the whole text has to be there. */
export const LOOK_MS = 30_000

/** After a failure of the agent itself. */
export const AGENT_RETRY_MS = 15 * 60_000

/** Checks that a client asks for are counted in windows of this length. */
export const WINDOW_MS = 60_000

/** The longest time for one delivery to a webhook. */
export const DELIVERY_MS = 10_000

/** After a delivery that failed; after more of them, three times as long each time, up to the most. */
export const REDELIVER_MS = 60_000
export const MOST_REDELIVER_MS = 6 * 3_600_000

/** A report that could not be delivered for this long is given up. */
export const GIVE_UP_MS = 3 * 24 * 3_600_000
