import { nextTick } from 'vue'
import { showToast } from 'vant'
import 'vant/es/toast/style'

/** A word in passing: shown for a moment, and read out without taking anybody from what they do. */
export function say(words: string): void {
  showToast(words)
  void nextTick(() => {
    // Vant calls it a dialog, and one without a name; it asks nothing.
    for (const toast of document.querySelectorAll('.van-toast')) {
      toast.setAttribute('role', 'status')
      toast.removeAttribute('tabindex')
    }
  })
}
