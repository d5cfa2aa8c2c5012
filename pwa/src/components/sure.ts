import { nextTick } from 'vue'
import { showConfirmDialog, type DialogOptions } from 'vant'
import 'vant/es/dialog/style'

/** A question that has to be answered; true for yes. */
export async function isSure(asked: DialogOptions): Promise<boolean> {
  const answer = showConfirmDialog(asked).then(() => true, () => false)
  await nextTick()
  // Vant names the dialog by an element that is not there: a reader would hear no question.
  const dialog = [...document.querySelectorAll('.van-dialog')].at(-1)
  dialog?.removeAttribute('aria-labelledby')
  const said = [asked.title, asked.message].filter((one): one is string => typeof one === 'string' && one !== '')
  dialog?.setAttribute('aria-label', said.join('。').replace(/([？！。])。/g, '$1'))
  return answer
}
