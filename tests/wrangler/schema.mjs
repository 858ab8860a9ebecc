// What wrangler's own JSON schema says about bindings: in which scopes worker loaders can be, and which settings give
// a worker something under a name. check.mjs asks bloqr about each of them, so that a new one in wrangler is noticed.

import { readFileSync } from 'node:fs'

// Settings whose names the schema does not mark as names of bindings.
const BY_HAND = ['vars.*', 'wasm_modules.*', 'text_blobs.*', 'data_blobs.*', 'secrets.required[]']

// Settings that give the worker nothing under a name. `env` and `previews` are scopes.
const WITHOUT_BINDINGS = new Set(
  `$schema access account_id addresses alias base_dir build cache cloudchamber compatibility_date compatibility_flags
  compliance_region connect containers define dependencies_instrumentation dev env exports find_additional_modules
  first_party_worker jsx_factory jsx_fragment keep_names keep_vars limits logpush main migrations minify name no_bundle
  observability pages_build_output_dir placement preserve_file_names preview_urls previews python_modules route routes
  rules send_metrics site streaming_tail_consumers tail_consumers triggers tsconfig upload_source_maps
  workers_dev`.split(/\s+/),
)

// { scopes: [['env', '*', 'previews'], …], kinds: [{ scope, path: 'queues.producers[].binding' }, …], unknown: ['…'] }
export function read(file) {
  const schema = JSON.parse(readFileSync(file, 'utf8'))
  const found = { scopes: [], kinds: [], unknown: [] }
  const seen = new Set()
  for (const [scope, node] of scopes(schema, schema, [])) {
    found.scopes.push(scope)
    for (const [key, value] of entriesOf(schema, node)) {
      seen.add(key)
      if (WITHOUT_BINDINGS.has(key) || key === 'worker_loaders') continue
      const paths = new Set([...names(schema, value, key), ...BY_HAND.filter((it) => it.split('.')[0] === key)])
      for (const path of paths) found.kinds.push({ scope, path })
      if (paths.size === 0) found.unknown.push(`${[...scope, key].join('.')}: does it give the worker something under a name?`)
    }
  }
  const gone = [...WITHOUT_BINDINGS, ...BY_HAND.map((it) => it.split('.')[0])].filter((it) => !seen.has(it))
  found.unknown.push(...gone.map((it) => `${it}: the schema no longer has it`))
  return found
}

// A configuration with `name` at the path in the scope; `*` in the scope is an environment called `dev`.
export function configuration({ scope, path }, name) {
  const keys = [...scope.map((it) => (it === '*' ? 'dev' : it)), ...path.split(/(?=[.[])/).map((it) => it.replace(/^\./, ''))]
  return keys.reduceRight((inner, key) => {
    if (key === '[]') return [inner]
    return key === '*' ? { [name]: 'x' } : { [key]: inner }
  }, name)
}

// The places below a node that can have worker loaders, with their keys.
function* scopes(schema, node, path) {
  const entries = [...entriesOf(schema, node)]
  if (entries.some(([key]) => key === 'worker_loaders')) yield [path, node]
  for (const [key, value] of entries) {
    // A setting of `previews` that has the schema of a whole environment is not a scope.
    if (path.at(-1) === 'previews') continue
    yield* scopes(schema, value, [...path, key])
    const each = resolve(schema, value).additionalProperties
    if (each?.$ref) yield* scopes(schema, each, [...path, key, '*'])
  }
}

// The keys of an object, with their schemas.
function* entriesOf(schema, node) {
  const { properties = {}, allOf = [], anyOf = [] } = resolve(schema, node)
  yield* Object.entries(properties)
  for (const part of [...allOf, ...anyOf]) yield* entriesOf(schema, part)
}

// The paths to the names of bindings: `binding`, and `name` where the schema says that a worker uses it.
function* names(schema, node, path) {
  const { properties = {}, items, anyOf = [] } = resolve(schema, node)
  for (const part of anyOf) yield* names(schema, part, path)
  if (items) yield* names(schema, items, `${path}[]`)
  for (const [key, value] of Object.entries(properties)) {
    const about = value.description ?? ''
    const isName = key === 'name' && /binding name|name of the binding/i.test(about)
    if (key === 'binding' || isName) yield `${path}.${key}`
    else yield* names(schema, value, `${path}.${key}`)
  }
}

function resolve(schema, node) {
  let found = node
  while (found.$ref) found = schema.definitions[decodeURIComponent(found.$ref.split('/').at(-1))]
  return found
}
