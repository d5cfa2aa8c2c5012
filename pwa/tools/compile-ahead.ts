import type { Plugin } from 'vite'

/**
 * Has the browser compile the named chunks whole and beside the page, while they are read.
 *
 * Without it each of a thousand functions is compiled when it is first called, in the page's own time: what a
 * worker hands over as a module is never taken from the browser's cache of compiled code. Chromium heeds the
 * comment, others read over it.
 */
export function compileAhead(chunks: string[]): Plugin {
  return {
    name: 'compile-ahead',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const name of chunks) {
          const chunk = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === name)
          if (chunk?.type !== 'chunk') return this.error(`there is no chunk ${name} to compile ahead`)
          chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`
        }
      },
    },
  }
}
