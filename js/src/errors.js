// @ts-check
// AGTree's errors.

/** Why a rule cannot be read, and where. */
export class AdblockSyntaxError extends SyntaxError {
  /**
   * @param {string} message
   * @param {number} start The start of the place, in UTF-16 code units.
   * @param {number} end The end of the place.
   */
  constructor(message, start, end) {
    super(message)
    this.name = 'AdblockSyntaxError'
    this.start = start
    this.end = end
  }
}

/** What AGTree has a name for, but does not do. */
export class NotImplementedError extends Error {
  /** @param {string} [message] */
  constructor(message) {
    super(message ? `Not implemented: ${message}` : 'Not implemented')
    this.name = 'NotImplementedError'
  }
}

/** Why a rule cannot be converted. */
export class RuleConversionError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'RuleConversionError'
  }
}

/**
 * The exception of an invalid rule.
 * @param {{ name: string, message: string, start?: number, end?: number }} error
 */
export function exceptionOf({ name, message, start, end }) {
  if (name === 'AdblockSyntaxError') return new AdblockSyntaxError(message, start ?? 0, end ?? 0)
  return name === 'SyntaxError' ? new SyntaxError(message) : new Error(message)
}
