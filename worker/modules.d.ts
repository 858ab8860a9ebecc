// The types of files that are not TypeScript, as the bundler and `bloqr dev` load them.

declare module '*.wasm' {
  const module: WebAssembly.Module
  export default module
}

declare module '*/isolate.js' {
  const source: string
  export default source
}
