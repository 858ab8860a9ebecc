#!/usr/bin/env node
// Starts the binary of the platform's package. npm often links that binary itself, and then this file does not run.
'use strict';

const { spawn } = require('node:child_process');

const name = `@bloqr/cli-${process.platform}-${process.arch}`;

function binary() {
  const file = process.platform === 'win32' ? 'bloqr.exe' : 'bloqr';
  try {
    return require.resolve(`${name}/${file}`);
  } catch {
    const known = Object.keys(require('../package.json').optionalDependencies);
    console.error(
      known.includes(name)
        ? `error: the package ${name} is not installed\n  try: npm install without --omit=optional`
        : `error: bloqr has no binary for ${process.platform} on ${process.arch}\n  try: cargo install --locked bloqr`,
    );
    process.exit(2);
  }
}

const path = binary();
const args = process.argv.slice(2);

// Where Node can (22.15 and newer, not on Windows), the binary takes the place of this process.
if (process.execve && process.platform !== 'win32') {
  process.removeAllListeners('warning'); // that `execve` is experimental
  process.execve(path, [path, ...args], process.env);
}

// A signal to this process is for the binary, which decides how to end. It can come as soon as the binary runs.
let child;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
  process.on(signal, () => child.kill(signal));
}
child = spawn(path, args, { stdio: 'inherit' });
child.on('error', (error) => {
  console.error(`error: cannot start ${path}: ${error.message}`);
  process.exit(2);
});
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code);
  // Ended by a signal: end in the same way, so that a shell sees it.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
