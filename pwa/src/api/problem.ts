import type { ProblemBody } from '@/domain/wire'

/** The server understood and said no, in its own words (RFC 9457). */
export class Problem extends Error {
  readonly status: number
  readonly type: string
  readonly title: string
  readonly detail: string
  readonly errors: { pointer: string; detail: string }[]
  readonly body: ProblemBody

  constructor(body: ProblemBody) {
    super(body.detail || body.title)
    this.name = 'Problem'
    this.status = body.status
    this.type = body.type
    this.title = body.title
    this.detail = body.detail || body.title
    this.errors = body.errors ?? []
    this.body = body
  }

  /** The refusal and everything it names, as one sentence for the person. */
  get sentence(): string {
    const said = this.detail || `服务器没有收下（${this.status}）`
    const named = this.errors.map((one) => one.detail.replace(/。$/, ''))
    return named.length ? `${said.replace(/。$/, '')}：${named.join('；')}` : said
  }
}

/** No answer of ours came back: no network, a time-out, a captive portal, a server in trouble. */
export class Unreachable extends Error {
  readonly retryAfterS: number | null
  /** Somebody did answer: the line is there, and another request may fare better. */
  readonly answered: boolean

  constructor(message = '没连上服务器，请稍后再试', { retryAfterS = null, answered = true }: { retryAfterS?: number | null; answered?: boolean } = {}) {
    super(message)
    this.name = 'Unreachable'
    this.retryAfterS = retryAfterS
    this.answered = answered
  }
}

/** The session has ended; what is on the phone stays. */
export class SignInNeeded extends Error {
  constructor(message = '登录已过期，请重新登录。已填的内容都在') {
    super(message)
    this.name = 'SignInNeeded'
  }
}
