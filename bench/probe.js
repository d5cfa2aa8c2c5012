// Runs in the page before the app: notes the moment of each phase of a start, by the browser's own clock.
// `startSeen` is there once the list is painted.
;(() => {
  const row = 'section[aria-label="待督导"] a[href^="/entity/"]'
  const seen = { unsealed: 0 }
  const once = (phase) => (seen[phase] ??= performance.now())
  let told
  window.startSeen = new Promise((resolve) => (told = resolve))

  const open = IDBFactory.prototype.open
  IDBFactory.prototype.open = function (name, ...rest) {
    once('running')
    const request = open.call(this, name, ...rest)
    const phase = name === 'dudao-vault' ? 'vault' : 'database'
    request.addEventListener('success', () => once(phase))
    return request
  }

  const decrypt = SubtleCrypto.prototype.decrypt
  SubtleCrypto.prototype.decrypt = async function (...given) {
    once('key')
    const bytes = await decrypt.apply(this, given)
    if (!('list' in seen)) {
      seen.unsealed += 1
      seen.opened = performance.now()
    }
    return bytes
  }

  new MutationObserver((_, watch) => {
    if (document.querySelector('#app > *')) once('mounted')
    if (!document.querySelector(row)) return
    once('list')
    watch.disconnect()
    // The second frame begins when the first, with the row in it, has been painted.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        once('painted')
        const code = performance
          .getEntriesByType('resource')
          .filter((file) => /\.(js|css)$/.test(file.name) && file.responseEnd <= seen.list)
        seen.files = code.length
        seen.code = Math.max(...code.map((file) => file.responseEnd))
        seen.html = performance.getEntriesByType('navigation')[0].responseEnd
        told(seen)
      }),
    )
  }).observe(document, { childList: true, subtree: true })
})()
