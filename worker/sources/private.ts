// `bloqr dev --private-network` replaces this module, for tests. No configuration can change it.

export const PRIVATE_ALLOWED: boolean = false
