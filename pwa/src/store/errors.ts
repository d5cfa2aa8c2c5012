/** What the phone itself may have to say no to; the sentences are for the person. */

/** The phone is out of space: nothing was written, and the screen must say so. */
export class StorageFull extends Error {
  constructor() {
    super('手机空间快满了。这次没存上，已填的内容都在。请清理手机空间再试')
    this.name = 'StorageFull'
  }
}

/** The visit cannot begin; the message says why and what to do. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** The draft was changed, handed in or thrown away in another window: saving on top would undo that. */
export class DraftMoved extends Error {
  constructor() {
    super('这份督导表已在另一个窗口里改过或提交。这里最后的改动没存上')
    this.name = 'DraftMoved'
  }
}

/** Sign-out was asked while a form is open in another window. */
export class OpenElsewhere extends Error {
  constructor() {
    super('督导表还在另一个窗口里开着。请先关掉那个窗口，再试一次')
    this.name = 'OpenElsewhere'
  }
}

/** The account was signed out of on this phone: nothing of it is written or read any more. */
export class SignedOut extends Error {
  constructor() {
    super('这个账号已在这部手机上退出，请重新登录')
    this.name = 'SignedOut'
  }
}

/** Sign-out was asked while records exist on this phone only. */
export class UnsentLeft extends Error {
  constructor(readonly count: number) {
    super(`还有 ${count} 份只存在这部手机，先联网上传，或确认不要它们`)
    this.name = 'UnsentLeft'
  }
}

/** The file picked is not the PDF of a signed paper. */
export class NotAPaper extends Error {
  override name = 'NotAPaper'
}
