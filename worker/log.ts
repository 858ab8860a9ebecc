// What the worker writes into its log: each line is a JSON object. The platform makes fields of it.

/** Something that failed outside of a request, with its stack. `id` is the request's that caused it. */
export function logFailure(what: string, error: unknown, id?: string): void {
  console.error(JSON.stringify({ id, what, error: describe(error) }))
}

/** An error as text: its stack, and the one of its cause. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return cut(String(error))
  const { stack, cause } = error
  const text = stack ?? String(error)
  return cut(cause === undefined ? text : `${text}\nbecause of ${describe(cause)}`)
}

/** The platform cuts lines that are much longer. */
const MAX_TEXT = 4000

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
}
