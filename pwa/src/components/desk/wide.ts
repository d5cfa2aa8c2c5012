/** Whether the window is as wide as a desk; below that everything is the phone's. */

import { computed, ref } from 'vue'

import { worksFromPhone } from '@/components/tabs'
import { session } from '@/store/session'

const desk = window.matchMedia('(min-width: 1000px)')
export const wide = ref(desk.matches)
desk.addEventListener?.('change', () => (wide.value = desk.matches))

/** Whether an office sits at it: who goes out has the phone's screens everywhere. */
export const atDesk = computed(() => wide.value && session.value !== null && !worksFromPhone(session.value.me.role))
