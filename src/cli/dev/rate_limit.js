// The platform's rate limiter, which workerd has not: so many requests with a key in a fixed window.

export default ({ simple: { limit, period } }) => {
  const windows = new Map()
  return {
    async limit({ key }) {
      const now = Date.now()
      let window = windows.get(key)
      if (window === undefined || now >= window.end) {
        window = { end: now + period * 1000, used: 0 }
        windows.set(key, window)
      }
      window.used += 1
      return { success: window.used <= limit }
    },
  }
}
