// The chosen text size and theme, taken on before anything is painted: the app itself comes later.
// src/store/appearance.ts writes both choices and takes over from here.
(function () {
  var root = document.documentElement
  var scales = { large: '1.15', xlarge: '1.3' }
  var size = null
  var theme = null
  try {
    size = localStorage.getItem('dudao.text-size')
    theme = localStorage.getItem('dudao.theme')
  } catch {
    // A browser that forbids storage starts as everybody does.
  }
  root.style.setProperty('--dd-scale', scales[size] || '1')
  if (size === 'xlarge') root.dataset.fs = 'xl'
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.classList.toggle('van-theme-dark', dark)
})()
