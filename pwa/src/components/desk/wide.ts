/** Whether the window is as wide as a desk; below that everything is the phone's. */

import { ref } from 'vue'

const desk = window.matchMedia('(min-width: 1180px)')
export const wide = ref(desk.matches)
desk.addEventListener?.('change', () => (wide.value = desk.matches))
