// The arrows of the house: each folder may import only what stands on its line.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

const root = new URL('../src/', import.meta.url).pathname
const everywhere = ['icons', 'styles']
const arrows = {
  domain: ['domain'],
  api: ['api', 'domain'],
  store: ['store', 'api', 'domain'],
  sync: ['sync', 'store', 'api', 'domain', 'sync-key'],
  components: ['components', 'store', 'domain', 'sync-key', ...everywhere],
  views: ['views', 'components', 'store', 'domain', 'sync-key', 'sw-bridge', ...everywhere],
}
const outsiders = { store: ['vue', 'dexie'], api: [], domain: [], sync: ['vue', 'dexie'] }

const imports = /\b(?:from\s+|import\s*\(?\s*)'([^']+)'/g
const broken = []
for (const name of readdirSync(root, { recursive: true }).filter((n) => /\.(ts|vue)$/.test(n))) {
  const home = name.split('/')[0]
  if (!(home in arrows)) continue
  for (const [, target] of readFileSync(join(root, name), 'utf8').matchAll(imports)) {
    const inside = target.startsWith('@/')
      ? target.slice(2)
      : target.startsWith('.')
        ? relative(root, normalize(join(root, dirname(name), target)))
        : null
    const ok = inside
      ? arrows[home].includes(inside.split('/')[0].replace(/\.ts$/, ''))
      : (outsiders[home]?.includes(target) ?? true)
    if (!ok) broken.push(`src/${name} must not import ${target}`)
  }
}
if (broken.length) {
  console.error(broken.join('\n'))
  process.exit(1)
}
console.log('arrows: every import points the right way')
