import { ref, watchEffect } from 'vue'

export type TextSize = 'normal' | 'large' | 'xlarge'
export type Theme = 'light' | 'dark' | 'system'

const scales: Record<TextSize, number> = { normal: 1, large: 1.15, xlarge: 1.3 }
const systemDark = window.matchMedia('(prefers-color-scheme: dark)')

/** Text size and theme as chosen on this phone; writing to them applies and keeps the choice. */
export const textSize = ref<TextSize>(kept('dudao.text-size', ['normal', 'large', 'xlarge']))
export const theme = ref<Theme>(kept('dudao.theme', ['system', 'light', 'dark']))
/** The theme now in force. */
export const shownTheme = ref<'light' | 'dark'>('light')

/** Applies the kept choice; called before the first paint. */
export function applyAppearance(): void {
  watchEffect(() => {
    const root = document.documentElement
    root.style.setProperty('--dd-scale', String(scales[textSize.value]))
    root.dataset['fs'] = textSize.value === 'xlarge' ? 'xl' : ''
    keep('dudao.text-size', textSize.value)
  })
  watchEffect(showTheme)
  systemDark.addEventListener('change', showTheme)
}

function showTheme(): void {
  shownTheme.value = theme.value === 'system' ? (systemDark.matches ? 'dark' : 'light') : theme.value
  document.documentElement.classList.toggle('van-theme-dark', shownTheme.value === 'dark')
  keep('dudao.theme', theme.value)
}

function kept<T extends string>(name: string, choices: [T, ...T[]]): T {
  try {
    const found = localStorage.getItem(name)
    return choices.find((choice) => choice === found) ?? choices[0]
  } catch {
    return choices[0]
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // A browser that forbids storage still shows the choice until it is closed.
  }
}
