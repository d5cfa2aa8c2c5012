// The arrows of the house: each folder may import only what stands on its line, and no file itself by way of others.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
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

const lazy = /\bimport\s*\(\s*'/
const leadsTo = new Map()
const imports = /\b(?:from\s+|import\s*\(?\s*)'([^']+)'/g
const broken = []
for (const name of readdirSync(root, { recursive: true }).filter((n) => /\.(ts|vue)$/.test(n))) {
  const home = name.split('/')[0]
  leadsTo.set(name, new Set())
  if (!(home in arrows)) continue
  for (const [found, target] of readFileSync(join(root, name), 'utf8').matchAll(imports)) {
    const inside = target.startsWith('@/')
      ? target.slice(2)
      : target.startsWith('.')
        ? relative(root, normalize(join(root, dirname(name), target)))
        : null
    const ok = inside
      ? arrows[home].includes(inside.split('/')[0].replace(/\.ts$/, ''))
      : (outsiders[home]?.includes(target) ?? true)
    if (inside && !lazy.test(found)) leadsTo.get(name).add(existsSync(join(root, inside)) ? inside : `${inside}.ts`)
    if (!ok) broken.push(`src/${name} must not import ${target}`)
  }
}

// A group holds fields, and a field may be a group.
const nested = (path) => path.includes('components/ChildField.vue') && path.includes('components/GroupField.vue')
const done = new Set()
function follow(name, path) {
  if (path.includes(name) && !nested(path.slice(path.indexOf(name)))) broken.push(`a circle: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`)
  if (done.has(name)) return
  done.add(name)
  for (const next of leadsTo.get(name) ?? []) follow(next, [...path, name])
}
for (const name of leadsTo.keys()) follow(name, [])

if (broken.length) {
  console.error(broken.join('\n'))
  process.exit(1)
}
console.log('arrows: every import points the right way, none in a circle')
