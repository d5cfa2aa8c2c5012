const MINUTE_MS = 60_000
const NOTICED_MS = 10 * MINUTE_MS

/** How far the phone's clock is off, as in “快了 2 天”; null while it hardly matters. */
export function skewWords(skewMs: number): string | null {
  const off = Math.abs(skewMs)
  if (off <= NOTICED_MS) return null
  const minutes = Math.round(off / MINUTE_MS)
  const [count, unit] = minutes < 90 ? [minutes, '分钟'] : minutes < 36 * 60 ? [Math.round(minutes / 60), '小时'] : [Math.round(minutes / 1440), '天']
  return `${skewMs > 0 ? '快' : '慢'}了 ${count} ${unit}`
}
