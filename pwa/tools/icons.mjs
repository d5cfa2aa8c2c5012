// Draws the app's icons (shield and tick) into public/icons: `node tools/icons.mjs`.
import { writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'

const blue = [18, 87, 176]
const white = [255, 255, 255]
const folder = new URL('../public/icons/', import.meta.url)

// All shapes live on a 60 × 60 grid; distances are signed, negative inside.
function shield(x, y) {
  const dx = Math.abs(x - 30)
  if (y < 29.5) {
    const top = 12 + 6 * Math.min(1, dx / 16) ** 0.8
    return Math.max(dx - 16, top - y)
  }
  const half = 16 * Math.sqrt(Math.max(0, 1 - ((y - 29.5) / 19.5) ** 1.7))
  return Math.max(dx - half, y - 49)
}

function segment(x, y, ax, ay, bx, by) {
  const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)))
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) - 2.1
}

function colour(x, y) {
  const tick = Math.min(segment(x, y, 22, 30.5, 28, 36.5), segment(x, y, 28, 36.5, 39, 24.5))
  if (shield(x, y) > 0) return blue
  return tick > 0 ? white : blue
}

function png(size) {
  const rows = Buffer.alloc(size * (size * 3 + 1))
  for (let py = 0; py < size; py += 1)
    for (let px = 0; px < size; px += 1) {
      const sum = [0, 0, 0]
      for (let s = 0; s < 16; s += 1) {
        const x = ((px + ((s % 4) + 0.5) / 4) * 60) / size
        const y = ((py + (Math.floor(s / 4) + 0.5) / 4) * 60) / size
        colour(x, y).forEach((part, i) => (sum[i] += part))
      }
      sum.forEach((part, i) => (rows[py * (size * 3 + 1) + 1 + px * 3 + i] = Math.round(part / 16)))
    }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc(body), body.length + 4)
  return framed
}

function crc(bytes) {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
  }
  return (value ^ 0xffffffff) >>> 0
}

for (const size of [180, 192, 512]) writeFileSync(new URL(`icon-${size}.png`, folder), png(size))
