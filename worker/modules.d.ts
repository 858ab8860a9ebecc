// The types of files that are not TypeScript, as the bundler and `bloqr dev` load them.

declare module '*.wasm' {
  const module: WebAssembly.Module
  export default module
}

/** A module of JavaScript as text. */
declare module '*.js?text' {
  const source: string
  export default source
}
