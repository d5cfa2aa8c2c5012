import { builtinEnvironments, type Environment } from 'vitest/runtime'

const failedRequest = /^(GET|HEAD|POST|PUT|PATCH|DELETE) \S+ \d{3} \(|\bECONN(REFUSED|RESET)\b|socket hang up/
const happyDom = builtinEnvironments['happy-dom']

/**
 * happy-dom, which tells of every failed request on the worker's bare console, past vitest.
 *
 * Those requests are what the tests are about, and judged by them; all else it says is passed on.
 */
const quiet: Environment = {
  ...happyDom,
  name: 'quiet-happy-dom',
  setup(global, options) {
    const passOn = console.error.bind(console)
    console.error = (...said: unknown[]) => {
      if (!failedRequest.test(String(said[0]))) passOn(...said)
    }
    return happyDom.setup(global, options)
  },
}

export default quiet
