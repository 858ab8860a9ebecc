// The Rust core as WASM. It makes every document that the endpoints answer with, including refusals.

import module from './core.wasm'
import { call as callDoor, instantiate, isPiece, pieces, reply, taken } from './doors.js'

/** A status and a JSON document: a result when the status is 200, else problem+json. */
export interface Answer {
  status: number
  body: Uint8Array
}

export interface Version {
  core: string
  tables: string
  agtree: string
  /** The largest body of a request, in bytes. */
  maxBody: number
  /** The limits of user code: bytes of an answer, milliseconds of a run. */
  userCode: { maxAnswer: number; wallMs: number }
  /** The paths that the core answers, each with the kind of its task. */
  endpoints: { path: string; task: Task }[]
  /** The names of the problems that `refuse` knows. */
  refusals: string[]
}

export type Task = 'ast' | 'validate' | 'compile'
export type Endpoint = Version['endpoints'][number]

/**
 * The exports of `crates/wasm`. The input is a name (a path or a refusal) followed by the bytes, in one
 * buffer, which the core takes. A reply is a pointer in the high half and a length in the low half.
 */
export interface Core {
  memory: WebAssembly.Memory
  bloqr_alloc(len: number): number
  bloqr_free(ptr: number, len: number): void
  bloqr_check(nameLength: number, ptr: number, len: number): bigint
  /** With the status `MORE`, the reply is the first piece of an answer, and `bloqr_next` gives the others. */
  bloqr_answer(nameLength: number, ptr: number, len: number): bigint
  bloqr_next(): bigint
  bloqr_plan(nameLength: number, ptr: number, len: number): bigint
  bloqr_derive(nameLength: number, ptr: number, len: number): bigint
  bloqr_refuse(nameLength: number, ptr: number, len: number): bigint
  bloqr_is_document(nameLength: number, ptr: number, len: number): bigint
  bloqr_custom(nameLength: number, ptr: number, len: number): bigint
  bloqr_generate(nameLength: number, ptr: number, len: number): bigint
  /**
   * A command to the draft that the instance holds: `crates/api/src/draft.rs` has them. An instance that
   * threw is at no known state: drop it, and load the draft into a new one.
   */
  bloqr_draft(nameLength: number, ptr: number, len: number): bigint
  /**
   * A command to look at a published list: `crates/api/src/watch.rs` has them. A text that is sent in pieces
   * stays in the instance, so each look needs its own.
   */
  bloqr_watch(nameLength: number, ptr: number, len: number): bigint
  bloqr_version(): bigint
}

/** The exports that take a name and bytes. */
export type Door = Exclude<keyof Core, 'memory' | 'bloqr_alloc' | 'bloqr_free' | 'bloqr_next' | 'bloqr_version'>

/** The WASM module itself; isolates get it too. */
export const wasm = module

/** An instance keeps the memory of its largest request. An instance larger than this is replaced. */
const MEMORY_TO_KEEP = 48 << 20

let instance: Core | undefined

/** The endpoint of the core for this path, if there is one. */
export function find(path: string): Endpoint | undefined {
  return version().endpoints.find((it) => it.path === path)
}

/** The problem with a body for this path, or `undefined`. */
export function check(path: string, body: Uint8Array): Answer | undefined {
  const answer = call('bloqr_check', path, body)
  return answer.status === 200 ? undefined : answer
}

/** An answer that nobody holds whole. Its pieces can be read once; a piece is gone when the next one is asked for. */
export interface LongAnswer {
  status: 200
  pieces: AsyncIterable<Uint8Array>
}

/** The answer. A long one is made while it is read, by an instance of its own. */
export function answer(endpoint: Endpoint, body: Uint8Array): Answer | LongAnswer {
  const core = borrow()
  const first = callDoor(core, 'bloqr_answer', endpoint.path, body)
  if (isPiece(first)) return { status: 200, pieces: givingBack(core, pieces(core, first)) }
  const whole = taken(first)
  giveBack(core)
  return whole
}

async function* givingBack(core: Core, pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  yield* pieces
  giveBack(core)
}

/** Whether these bytes are a JSON object and nothing else. */
export function isDocument(bytes: Uint8Array): boolean {
  return call('bloqr_is_document', '', bytes).status === 200
}

/** What a compilation needs before it can be answered. */
export interface Plan {
  /** The URLs of the texts that are not in the request. */
  missing: string[]
  /** Everything in the request that determines the result, without the texts. */
  canonical: string
}

/** The plan of a compilation, or the problem with its body. */
export function plan(body: Uint8Array): Plan | Answer {
  const answer = call('bloqr_plan', '', body)
  return answer.status === 200 ? (JSON.parse(new TextDecoder().decode(answer.body)) as Plan) : answer
}

type Derived = 'openapi' | 'cached' | 'deduplicated' | 'transformations' | 'list' | 'batch' | 'job'

/** A document that the core makes from answers. */
export function derive(kind: Derived, from: Uint8Array): Uint8Array {
  const { status, body } = call('bloqr_derive', kind, from)
  if (status !== 200) throw new Error(`the core makes no ${kind} of this`)
  return body
}

/** What the backend takes and answers, as OpenAPI. */
export const openapi: () => Uint8Array = once(() => derive('openapi', new Uint8Array()))

/** A step of a custom transform; `crates/api/src/custom.rs` has them. */
type CustomStep =
  | { do: 'code' | 'differs' }
  | { do: 'request'; nodes: boolean }
  | { do: 'outcome'; nodes: boolean; body: number; ended: string; status?: number; text?: boolean }

/** Status of `custom`: send the request again, with nodes, to a new isolate. */
export const WANTS_NODES = 1

/** Status of `custom`: the host failed. The body is a message for the log. */
export const HOST_FAILED = 2

export function custom(step: CustomStep, input: Uint8Array): Answer {
  return call('bloqr_custom', JSON.stringify(step), input)
}

/** A step of the generator; `crates/api/src/generate.rs` has them. */
type GenerateStep =
  | { do: 'ask'; model: string; source?: string; error?: string }
  | { do: 'read'; status: number; key: string; retryAfter?: number }
  | { do: 'try' }
  | { do: 'answer'; model: string }

export function generate(step: GenerateStep, input: Uint8Array): Answer {
  return call('bloqr_generate', JSON.stringify(step), input)
}

/** The document that says why a request is refused. */
export function refuse(refusal: string, details: { instance: string; detail?: string; retryAfter?: number }): Answer {
  return call('bloqr_refuse', refusal, new TextEncoder().encode(JSON.stringify(details)))
}

export const version: () => Version = once(() => {
  const { body } = guarded((core) => taken(reply(core, core.bloqr_version())))
  return JSON.parse(new TextDecoder().decode(body)) as Version
})

/** The doors that need nothing of the calls before: an instance is kept or replaced at will. */
type FreeDoor = Exclude<Door, 'bloqr_draft' | 'bloqr_watch'>

function call(door: FreeDoor, name: string, bytes: Uint8Array): Answer {
  return guarded((core) => taken(callDoor(core, door, name, bytes)))
}

/** A trap leaves an instance in an undefined state: that request fails, and the next one gets a new instance. */
function guarded<T>(work: (core: Core) => T): T {
  const core = borrow()
  const result = work(core)
  giveBack(core)
  return result
}

/** An instance that nobody else uses until it is given back. */
function borrow(): Core {
  const core = instance ?? instantiate(module)
  instance = undefined
  return core
}

function giveBack(core: Core): void {
  if (core.memory.buffer.byteLength <= MEMORY_TO_KEEP) instance = core
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
