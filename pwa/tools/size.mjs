// What a phone downloads until the sign-in screen is usable: JS and CSS, gzip, with its parts.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit_kib = 120
const dist = process.env.DIST ? new URL(`file://${process.env.DIST}/`) : new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const screens = process.argv.slice(2)
const entries = ['index.html', ...(screens.length ? screens : ['Login']).map((name) => `src/views/${name}View.vue`)]

const files = new Set()
const seen = new Set()
function follow(key) {
  if (seen.has(key)) return
  seen.add(key)
  const chunk = manifest[key]
  if (!chunk) throw new Error(`no ${key} in the build`)
  files.add(chunk.file)
  for (const css of chunk.css ?? []) files.add(css)
  for (const other of chunk.imports ?? []) follow(other)
}
entries.forEach(follow)

const parts = [...files]
  .map((file) => {
    const bytes = readFileSync(new URL(file, dist))
    return { file, raw: bytes.length, gz: gzipSync(bytes, { level: 9 }).length }
  })
  .sort((a, b) => b.gz - a.gz)
const kib = (bytes) => (bytes / 1024).toFixed(1).padStart(7)
for (const { file, raw, gz } of parts) console.log(`${kib(gz)} KiB gz ${kib(raw)} KiB  ${file}`)
const total = (kind) => parts.filter(({ file }) => file.endsWith(kind)).reduce((sum, { gz }) => sum + gz, 0)
const all = total('.js') + total('.css')
console.log(`${kib(all)} KiB gz in all: js ${kib(total('.js')).trim()}, css ${kib(total('.css')).trim()} (limit ${limit_kib})`)
if (all > limit_kib * 1024) process.exit(1)
