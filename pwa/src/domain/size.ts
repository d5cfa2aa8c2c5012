/** An amount of storage as people say it: 0.3 MB, 12 MB, 1.9 GB; never nothing. */
export function inMegabytes(bytes: number): string {
  const mb = bytes / 1024 / 1024
  if (mb >= 1024) return `${(mb / 1024).toFixed(1)} GB`
  return `${mb >= 10 ? Math.round(mb) : Number(Math.max(0.1, mb).toFixed(1))} MB`
}
