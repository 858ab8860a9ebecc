#!/usr/bin/env node
// Makes npm packages: node release/npm/pack.mjs OUT-DIR TARGET=BINARY … for those of platforms, or, without targets,
// `bloqr` itself.
//
// `bloqr` depends on a package for each platform; npm installs the one that fits (`os`, `cpu`). No script runs at an
// installation. The binaries for Linux are static, so one serves glibc and musl alike.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [, version] = /\[workspace\.package\]\nversion = "(.+)"/.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'));
const platforms = JSON.parse(readFileSync(join(root, 'release/platforms.json'), 'utf8')).filter((it) => it.npm);
const nameOf = (platform) => `@bloqr/cli-${platform.npm}`;

const common = {
  version,
  license: 'MIT OR Apache-2.0',
  homepage: 'https://github.com/bloqr/bloqr#readme',
  repository: { type: 'git', url: 'git+https://github.com/bloqr/bloqr.git' },
};

/** The package with the binary of a platform. */
function packPlatform(out, target, binary) {
  const platform = platforms.find((it) => it.target === target);
  if (!platform) throw new Error(`no npm package is made of ${target}`);
  const [os, cpu] = platform.npm.split('-');
  const file = os === 'win32' ? 'bloqr.exe' : 'bloqr';
  const manifest = {
    name: nameOf(platform),
    description: `The binary of bloqr for ${os} on ${cpu}`,
    os: [os],
    cpu: [cpu],
    // npm links this one, when it can, so that no JavaScript stands between the shell and bloqr.
    bin: { bloqr: file },
    files: [file, 'LICENSE-*', 'THIRD-PARTY.txt'],
    preferUnplugged: true,
  };
  pack(out, manifest, (folder) => {
    copyFileSync(binary, join(folder, file));
    chmodSync(join(folder, file), 0o755);
    const licences = execFileSync('python3', ['release/licences.py', target], { cwd: root, maxBuffer: 1 << 26 });
    writeFileSync(join(folder, 'THIRD-PARTY.txt'), licences);
  });
}

/** The package that users install. */
function packMain(out) {
  const manifest = {
    name: 'bloqr',
    description: 'Check, fix, convert and compile adblock filter lists',
    keywords: ['adblock', 'filter-list', 'lint', 'ublock', 'adguard'],
    bin: { bloqr: 'bin/bloqr.js' },
    files: ['bin', 'LICENSE-*'],
    engines: { node: '>=18' },
    optionalDependencies: Object.fromEntries(platforms.map((it) => [nameOf(it), version])),
  };
  pack(out, manifest, (folder) => {
    mkdirSync(join(folder, 'bin'));
    copyFileSync(join(root, 'release/npm/bloqr.js'), join(folder, 'bin/bloqr.js'));
    chmodSync(join(folder, 'bin/bloqr.js'), 0o755);
    copyFileSync(join(root, 'README.md'), join(folder, 'README.md'));
  });
}

/** Packs a package: its manifest, the licences, and what `fill` puts beside them. */
function pack(out, manifest, fill) {
  const folder = mkdtempSync(join(tmpdir(), 'bloqr-npm-'));
  try {
    const { name, description, ...rest } = manifest;
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name, description, ...common, ...rest }, null, 2)}\n`);
    for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(join(root, licence), join(folder, licence));
    fill(folder);
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const args = ['pack', '--silent', '--pack-destination', resolve(out)];
    const packed = execFileSync(npm, args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
    console.log(join(out, basename(packed.trim())));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [out, ...binaries] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
if (binaries.length === 0) packMain(out);
for (const binary of binaries) packPlatform(out, ...binary.split('='));
