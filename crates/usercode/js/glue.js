// The main module of the isolate: it runs the user's `transform`, and answers what came out as JSON.
// The user's code can change what this module does. That does no harm, because the host believes
// nothing of the answer: `said.rs` checks all of it.

import { log, takeResponse } from 'prelude.js'

const Response = takeResponse()

const { parse, stringify } = JSON
const { isArray } = Array

const LONGEST_MESSAGE = 2000
const LONGEST_STACK = 8000

let isAsked = false

export default {
  /** @param {Request} request */
  async fetch(request) {
    // The user's code can import this module. It gets no answer.
    if (isAsked) throw new TypeError('an isolate is for one request')
    isAsked = true
    try {
      return new Response(await answer(parse(await request.text())))
    } catch {
      return new Response('{"kind":"threw","message":"the result cannot be written as JSON"}')
    }
  },
}

/** @param {{ rules: string[], data: Record<string, string>, nodes?: object[] }} input */
async function answer({ rules, data, nodes }) {
  let user
  try {
    user = await import('user.js')
  } catch (error) {
    return said({ kind: isOfLoading(error) ? 'invalid' : 'threw', ...thrown(error) })
  }
  try {
    const { transform, wants } = user
    if (typeof transform !== 'function') return said({ kind: 'no-transform' })
    if (wants?.ast === true && nodes === undefined) return said({ kind: 'wants-ast' })
    const result = await transform(rules, nodes === undefined ? { data } : { data, nodes })
    if (isArray(result)) return said({ kind: 'rules', rules: result })
    if (isArray(result?.edits)) return said({ kind: 'edits', edits: result.edits })
    return said({ kind: 'nothing' })
  } catch (error) {
    return said({ kind: 'threw', ...thrown(error) })
  }
}

/** @param {object} answer */
function said(answer) {
  return stringify({ ...answer, log: log.join('\n').toWellFormed() })
}

/** Whether the module could not be loaded, rather than threw by itself. */
function isOfLoading(error) {
  const message = shown(error)
  return (
    error instanceof SyntaxError ||
    ['No such module', 'Top-level await in module', 'Disallowed operation'].some((it) => message.includes(it))
  )
}

/** The message, and where it was thrown. */
function thrown(error) {
  let stack = ''
  try {
    stack = String(error.stack)
  } catch {
    // Whoever throws a thing without a stack gets none.
  }
  return {
    message: shown(error).slice(0, LONGEST_MESSAGE).toWellFormed(),
    stack: stack.slice(-LONGEST_STACK).toWellFormed(),
  }
}

function shown(error) {
  try {
    return String(error)
  } catch {
    return 'what was thrown cannot be shown'
  }
}
