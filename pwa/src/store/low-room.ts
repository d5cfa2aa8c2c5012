import { ref } from 'vue'

/** True when the next photos may not fit on this phone any more. */
export const low = ref(false)
