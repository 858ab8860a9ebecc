/** SHA-256 in hex. */
export async function sha256(what: string | Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', typeof what === 'string' ? new TextEncoder().encode(what) : what)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
