// The host of `rules-agent`, the draft desk: the list over HTTP, and previews of what code of the user or of
// a model would change.

import type { Caller } from '../env.ts'
import { requireMethod } from '../gates/index.ts'
import { Refused } from '../refused.ts'
import { generateReply, previewAnswer } from '../usercode/index.ts'
import type { Called, Desk } from './facet.ts'
import { AgentHost, dispatched, type Call } from './host.ts'
import { AgentProblem } from './problem.ts'

/** What `isolate/rules.js` has besides. */
interface RulesDesk extends Desk {
  list(): Promise<{ rev: number; length: number; text: ReadableStream<Uint8Array> }>
  put(text: ReadableStream<Uint8Array> | null, rev: number | null): Promise<Called>
  keepPreview(id: string, rev: number, text: Uint8Array): Promise<void>
}

export class RulesAgent extends AgentHost {
  protected override readonly slug = 'rules-agent'

  protected override readonly methods = {
    transform: ({ argument: { source }, caller }: Call) => this.#preview(source, caller),
    generate: ({ argument: { wish, sample }, caller }: Call) => this.#generate({ wish, sample }, caller),
  }

  protected override async route(path: string, request: Request): Promise<Response> {
    if (path !== 'list') throw new Refused('not-found')
    requireMethod(request, 'GET', 'HEAD', 'PUT')
    return request.method === 'PUT' ? this.#put(request) : this.#list(request)
  }

  async #list(request: Request): Promise<Response> {
    const { path } = await this.started()
    const { rev, length, text } = await this.use((desk: RulesDesk) => desk.list())
    const headers = { ETag: `"${rev}"`, 'Content-Type': 'text/plain; charset=utf-8', ...dispatched(path) }
    const known = request.headers.get('if-none-match')?.split(',').map((it) => it.trim().replace(/^W\//, ''))
    if (known?.includes(headers.ETag)) {
      await text.cancel()
      return new Response(null, { status: 304, headers })
    }
    // With its length, so that a client sees when it does not get all of it.
    return new Response(text.pipeThrough(new FixedLengthStream(length)), { headers })
  }

  async #put(request: Request): Promise<Response> {
    const rev = revisionOf(request)
    const { path } = await this.started()
    const { body } = request
    const result = this.publish(await this.use((desk: RulesDesk) => desk.put(body, rev))) as { rev: number }
    return Response.json({ success: true, result }, { headers: { ETag: `"${result.rev}"`, ...dispatched(path) } })
  }

  /** What code of the user would change. `apply` does it. */
  async #preview(source: unknown, caller: Caller): Promise<{ preview: string; rev: number; answer: object }> {
    const { rev, text: list } = await this.use((desk: RulesDesk) => desk.list())
    const body = new TextEncoder().encode(JSON.stringify({ source, text: await new Response(list).text() }))
    const { text, ...answer } = (await resultOf(await previewAnswer(body, caller, this.env, this.ctx, this.ctx.id.toString()))) as { text: string }
    const preview = crypto.randomUUID()
    await this.use((desk: RulesDesk) => desk.keepPreview(preview, rev, new TextEncoder().encode(text)))
    return { preview, rev, answer }
  }

  /** The same, with code that a model writes. */
  async #generate(ask: object, caller: Caller): Promise<object> {
    const body = new TextEncoder().encode(JSON.stringify(ask))
    const { status, body: written } = await generateReply(body, caller, this.env, this.ctx, this.ctx.id.toString())
    const { source, model } = (await resultOf({ status, body: written as Uint8Array })) as { source: string; model: string }
    return { source, model, ...(await this.#preview(source, caller)) }
  }
}

/** The revision that the client replaces. */
function revisionOf(request: Request): number | null {
  const header = request.headers.get('if-match')
  if (header === null) return null
  const rev = /^"(\d{1,15})"$/.exec(header.trim())?.[1]
  if (rev !== undefined) return Number(rev)
  throw new Refused('invalid-request', { detail: 'If-Match is the ETag of the list: a revision in quotes.' })
}

async function resultOf({ status, body }: { status: number; body: Uint8Array }): Promise<object> {
  if (status !== 200) throw new AgentProblem(body)
  return JSON.parse(new TextDecoder().decode(body)) as object
}
