// The Rust core, as WASM: it makes every document that the endpoints answer with, refusals too.

import module from './core.wasm'

/** A status and a JSON document: a result when the status is 200, else problem+json. */
export interface Answer {
  status: number
  body: Uint8Array
}

export interface Version {
  core: string
  tables: string
  agtree: string
  /** What a request may hold, in bytes. */
  maxBody: number
  /** The paths that the core answers, each with the kind of its task. */
  endpoints: { path: string; task: Task }[]
  /** The names of the problems that `refuse` knows. */
  refusals: string[]
}

export type Task = 'ast' | 'validate'
export type Endpoint = Version['endpoints'][number]

/**
 * What `crates/wasm` exports. What it is given is a name (a path, a refusal) and then the bytes, in
 * one buffer. A reply is a pointer above a length.
 */
export interface Core {
  memory: WebAssembly.Memory
  bloqr_alloc(len: number): number
  bloqr_free(ptr: number, len: number): void
  bloqr_check(nameLength: number, ptr: number, len: number): bigint
  bloqr_answer(nameLength: number, ptr: number, len: number): bigint
  bloqr_refuse(nameLength: number, ptr: number, len: number): bigint
  bloqr_version(): bigint
}

/** The WASM module itself: what isolates get, too. */
export const wasm = module

/** An instance keeps the memory of the largest request it has seen. Beyond this it is replaced. */
const MEMORY_TO_KEEP = 48 << 20

let instance: Core | undefined

/** An endpoint of the core, if the path is one. */
export function find(path: string): Endpoint | undefined {
  return version().endpoints.find((it) => it.path === path)
}

/** The problem with a body, or nothing. */
export function check(endpoint: Endpoint, body: Uint8Array): Answer | undefined {
  const answer = call('bloqr_check', endpoint.path, body)
  return answer.status === 200 ? undefined : answer
}

export function answer(endpoint: Endpoint, body: Uint8Array): Answer {
  return call('bloqr_answer', endpoint.path, body)
}

/** The document that tells why a request is refused. */
export function refuse(refusal: string, details: { instance: string; detail?: string; retryAfter?: number }): Answer {
  return call('bloqr_refuse', refusal, new TextEncoder().encode(JSON.stringify(details)))
}

export const version: () => Version = once(() => {
  const { body } = guarded((core) => take(core, core.bloqr_version()))
  return JSON.parse(new TextDecoder().decode(body)) as Version
})

function call(door: 'bloqr_check' | 'bloqr_answer' | 'bloqr_refuse', name: string, bytes: Uint8Array): Answer {
  return guarded((core) => {
    const written = new TextEncoder().encode(name)
    const len = written.length + bytes.length
    const ptr = core.bloqr_alloc(len)
    const buffer = new Uint8Array(core.memory.buffer, ptr, len)
    buffer.set(written)
    buffer.set(bytes, written.length)
    const answer = take(core, core[door](written.length, ptr, len))
    core.bloqr_free(ptr, len)
    return answer
  })
}

/** Copies a reply out and gives its memory back. */
function take(core: Core, reply: bigint): Answer {
  const [ptr, len] = [Number(reply >> 32n), Number(reply & 0xffff_ffffn)]
  const status = new DataView(core.memory.buffer).getUint32(ptr, true)
  const body = new Uint8Array(core.memory.buffer, ptr + 4, len - 4).slice()
  core.bloqr_free(ptr, len)
  return { status, body }
}

/** A trap leaves an instance in an undefined state: that request is lost, the next gets a new one. */
function guarded<T>(work: (core: Core) => T): T {
  const core = (instance ??= new WebAssembly.Instance(module).exports as unknown as Core)
  instance = undefined
  const result = work(core)
  if (core.memory.buffer.byteLength <= MEMORY_TO_KEEP) instance = core
  return result
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
