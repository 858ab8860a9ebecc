// The draft of an agent, in WASM: how long an edit takes, and how much memory a draft needs.
//
//   node benches/draft.mjs worker/core.wasm LIST...
//
// The lists are joined, and cut or repeated to 100,000 lines, then to 16 MiB. Prints one line of JSON for
// each: milliseconds of each command, and the memory of the instance in MiB at the end of each.

import { readFileSync } from 'node:fs'
import { argv, memoryUsage } from 'node:process'

const [wasm, ...lists] = argv.slice(2)
const module = new WebAssembly.Module(readFileSync(wasm))
const all = lists.map((it) => readFileSync(it, 'utf8')).join('\n')
const MOST = 16 << 20
const EDITS = 300

class Desk {
  core = new WebAssembly.Instance(module).exports

  ask(command, input = new Uint8Array()) {
    const { core } = this
    const name = new TextEncoder().encode(JSON.stringify(command))
    const len = name.length + input.length
    const ptr = core.bloqr_alloc(len)
    new Uint8Array(core.memory.buffer, ptr, len).set(name)
    new Uint8Array(core.memory.buffer, ptr + name.length, input.length).set(input)
    const reply = core.bloqr_draft(name.length, ptr, len)
    const [at, size] = [Number(reply >> 32n), Number(reply & 0xffff_ffffn)]
    const status = new DataView(core.memory.buffer).getUint32(at + size - 4, true)
    const body = new Uint8Array(core.memory.buffer, at, size - 4).slice()
    core.bloqr_free(at, size)
    if (status !== 200) throw new Error(new TextDecoder().decode(body))
    return body
  }

  json(command, input) {
    return JSON.parse(new TextDecoder().decode(this.ask(command, input)))
  }

  get mib() {
    return Math.round(this.core.memory.buffer.byteLength / (1 << 20))
  }
}

function quantile(times, part) {
  return Number(times.sort((a, b) => a - b)[Math.floor((times.length - 1) * part)].toFixed(2))
}

function measure(name, text) {
  const desk = new Desk()
  const report = { name, bytes: text.length, ms: {}, mib: {} }
  const timed = (name, work) => {
    const start = performance.now()
    const result = work()
    report.ms[name] = Math.round(performance.now() - start)
    report.mib[name] = desk.mib
    return result
  }
  timed('load', () => {
    for (let at = 0; at < text.length; at += 1 << 20) desk.ask({ do: 'piece' }, text.subarray(at, at + (1 << 20)))
    desk.ask({ do: 'load', rev: 1 })
  })
  let state = timed('check', () => desk.json({ do: 'check' }))
  report.lines = state.lines
  report.problems = [state.errors, state.warnings, state.infos]
  timed('settle', () => desk.ask({ do: 'settle' }))
  let rev = 1
  let random = 1
  const below = (most) => (random = (random * 48271) % 0x7fff_ffff) % most
  const lines = ['||ads.example^$scirpt', 'site.example##.banner', '! a comment', '||cdn.example^$third-party', '']
  const edit = () => {
    const from = below(state.lines)
    const to = Math.min(from + below(3), state.lines)
    const body = { edits: [{ from, to, lines: Array.from({ length: below(3) + 1 }, () => lines[below(lines.length)]) }] }
    const input = new TextEncoder().encode(JSON.stringify(body))
    const start = performance.now()
    const answer = desk.json({ do: 'edit', rev }, input)
    const took = performance.now() - start
    ;({ rev, state } = answer)
    return took
  }
  const times = Array.from({ length: EDITS }, edit)
  report.ms.edit = { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
  report.mib.edits = desk.mib
  timed('settle after edits', () => desk.ask({ do: 'settle' }))
  const settled = Array.from({ length: 20 }, edit)
  report.ms['edit after settle'] = { p50: quantile(settled, 0.5), p99: quantile(settled, 0.99) }
  timed('an edit of a directive', () => {
    const input = new TextEncoder().encode('{"edits":[{"from":50,"to":50,"lines":["!#if adguard","!#endif"]}]}')
    ;({ rev, state } = desk.json({ do: 'edit', rev }, input))
  })
  timed('settle again', () => desk.ask({ do: 'settle' }))
  timed('fix', () => ({ rev, state } = desk.json({ do: 'fix', rev })))
  timed('find', () => desk.ask({ do: 'find', text: 'scirpt', limit: 10 }))
  timed('replace', () => {
    for (let at = 0; at < text.length; at += 1 << 20) desk.ask({ do: 'piece' }, text.subarray(at, at + (1 << 20)))
    desk.json({ do: 'replace', rev })
  })
  timed('change', () => desk.ask({ do: 'change' }))
  report.rss = Math.round(memoryUsage.rss() / (1 << 20))
  console.log(JSON.stringify(report))
}

const short = all.split('\n').slice(0, 100_000).join('\n') + '\n'
measure('100,000 lines', new TextEncoder().encode(short))
const bytes = new TextEncoder().encode(all)
const full = new Uint8Array(MOST - 4096)
for (let at = 0; at < full.length; at += bytes.length) full.set(bytes.subarray(0, full.length - at), at)
const end = full.lastIndexOf(10) + 1
measure('16 MiB', full.subarray(0, end))
