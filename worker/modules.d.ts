// What the bundler, and `bloqr dev`, make of files that are no TypeScript.

declare module '*.wasm' {
  const module: WebAssembly.Module
  export default module
}

declare module '*/isolate.js' {
  const source: string
  export default source
}
