// Evaluated before the user's module. It makes two runs of the same code give the same result: no
// clock, no chance, no network to try. Safety does not depend on it: the isolate has no bindings and
// no network anyway.

import seed from 'seed.txt'

// The user's code gets no hand on it: a `File` of its `formData()` has the time, and an answer that is a
// thenable would call the code.
let { Response } = globalThis
Object.defineProperty(Response.prototype, 'then', { value: undefined })

/** For the glue, which takes it before there is any code of the user's. */
export function takeResponse() {
  const taken = Response
  Response = undefined
  return taken
}

/** What the user's code printed, one text a line. */
export const log = []

const LONGEST_LOG = 16 << 10

// The language itself, and what turns texts and bytes into each other. Everything else is removed:
// what waits, measures, fetches, shares memory, or tells when memory is freed.
const KEPT = new Set(
  `AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array BigUint64Array Boolean
  DOMException DataView Date DisposableStack Error EvalError Float16Array Float32Array Float64Array
  Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object
  Promise Proxy RangeError ReferenceError Reflect RegExp Set String SuppressedError Symbol SyntaxError
  TextDecoder TextEncoder TypeError URIError URL URLSearchParams Uint16Array Uint32Array Uint8Array
  Uint8ClampedArray WeakMap WeakSet atob btoa console decodeURI decodeURIComponent encodeURI
  encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt queueMicrotask self
  structuredClone undefined unescape`.split(/\s+/),
)

for (let it = globalThis; it !== null && it !== Object.prototype; it = Object.getPrototypeOf(it)) {
  for (const name of Reflect.ownKeys(it)) {
    if (typeof name === 'string' && !KEPT.has(name) && Reflect.deleteProperty(it, name)) {
      // Some are defined anew by the platform when they are gone.
      if (name in globalThis) Object.defineProperty(globalThis, name, { value: undefined })
    } else if (typeof name === 'string' && !KEPT.has(name)) {
      Object.defineProperty(globalThis, name, { value: undefined })
    }
  }
}

// The clock stands at 1970. `Date` is also reached by the constructor of its values.
const RealDate = Date
const { apply, construct } = Reflect
RealDate.now = () => 0
globalThis.Date = new Proxy(RealDate, {
  apply: () => apply(RealDate.prototype.toString, new RealDate(0), []),
  construct: (target, values, made) => construct(target, values.length === 0 ? [0] : values, made),
})
RealDate.prototype.constructor = globalThis.Date
// Without an argument, it formats the time that it is.
delete Intl.DateTimeFormat

// sfc32, seeded with the hash of the code and the rules.
let [a, b, c, d] = [0, 8, 16, 24].map((at) => parseInt(seed.slice(at, at + 8), 16) | 0)
Math.random = () => {
  const sum = (((a + b) | 0) + d) | 0
  d = (d + 1) | 0
  a = b ^ (b >>> 9)
  b = (c + (c << 3)) | 0
  c = (((c << 21) | (c >>> 11)) + sum) | 0
  return (sum >>> 0) / 4294967296
}

const { stringify } = JSON
let length = 0

function print(...values) {
  if (length >= LONGEST_LOG) return
  const line = values.map(shown).join(' ').slice(0, LONGEST_LOG - length)
  length += line.length + 1
  log.push(line)
}

function shown(value) {
  try {
    return typeof value === 'string' ? value : (stringify(value) ?? String(value))
  } catch {
    return 'cannot be shown'
  }
}

globalThis.console = { debug: print, error: print, info: print, log: print, trace: print, warn: print }
