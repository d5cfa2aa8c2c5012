import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** Puts our few masks in the place of Vant's icon font, which is inlined and falls back to a CDN. */
export function ownVantIcons(): Plugin {
  const own = fileURLToPath(new URL('../src/styles/vant-icons.css', import.meta.url))
  return {
    name: 'own-vant-icons',
    enforce: 'pre',
    transform(_code, id) {
      if (!/vant\/(es|lib)\/icon\/index\.css/.test(id)) return undefined
      return { code: readFileSync(own, 'utf8'), map: null }
    },
  }
}
