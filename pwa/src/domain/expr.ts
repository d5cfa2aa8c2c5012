/**
 * The condition language of checklist items; twin of `app/checklists/expr.py`.
 *
 *     entity.is_canteen or entity.stage == 'retail' and not entity.online_sales
 *     entity.kind in ('药店', '母婴店')
 */
import { holds, type Expr, type Order } from './conditions'
import { WORDS, type Word } from './profile'

export { holds, type Expr }

/** A condition that does not parse; `at` is the 1-based character where reading stopped. */
export class ExprError extends Error {
  constructor(
    text: string,
    readonly at: number,
  ) {
    super(`${text}（第 ${at} 个字符）`)
  }
}

interface Token {
  kind: 'mark' | 'text' | 'number' | 'word' | 'end'
  text: string
  at: number
}

const LONGEST = 300
const DEEPEST = 30
const ORDERS: readonly string[] = ['==', '!=', '<', '<=', '>', '>='] satisfies Order[]
const TOKEN =
  /\s*(?:([=!<>]=|[(),<>])|('[^']*'|"[^"]*")|(-?[0-9]+(?:\.[0-9]+)?)|([A-Za-z_][A-Za-z0-9_.]*)|(\S))/gu
const parsed = new Map<string, Expr>()

/** Read a condition; ExprError says where and how to mend it. */
export function parse(source: string): Expr {
  const known = parsed.get(source)
  if (known) return known
  if (source.length > LONGEST) {
    throw new ExprError(`条件太长，请不要超过 ${LONGEST} 个字符`, LONGEST + 1)
  }
  const reader = new Reader(tokens(source))
  const expr = reader.either()
  reader.end()
  parsed.set(source, expr)
  return expr
}

function tokens(source: string): Token[] {
  const found: Token[] = []
  for (const match of source.matchAll(TOKEN)) {
    const [whole, mark, text, number, word, bad] = match
    const token = mark ?? text ?? number ?? word ?? bad ?? ''
    const at = match.index + whole.length - token.length + 1
    if (bad !== undefined) {
      throw new ExprError(`不认识“${bad}”，文字要放在成对的引号里`, at)
    }
    found.push({ kind: kindOf(mark, text, number), text: token, at })
  }
  return [...found, { kind: 'end', text: '', at: source.length + 1 }]
}

function kindOf(mark?: string, text?: string, number?: string): Token['kind'] {
  if (mark !== undefined) return 'mark'
  if (text !== undefined) return 'text'
  return number === undefined ? 'word' : 'number'
}

/** Recursive descent over the tokens of one condition. */
class Reader {
  private next = 0
  private depth = 0

  constructor(private readonly tokens: Token[]) {}

  either(): Expr {
    let left = this.both()
    while (this.took('or')) left = { is: 'either', left, right: this.both() }
    return left
  }

  end(): void {
    const token = this.peek()
    if (token.kind !== 'end') {
      throw new ExprError(`“${token.text}”前面缺少 and 或 or`, token.at)
    }
  }

  private both(): Expr {
    let left = this.negation()
    while (this.took('and')) left = { is: 'both', left, right: this.negation() }
    return left
  }

  private negation(): Expr {
    if (!this.took('not')) return this.atom()
    this.deeper()
    return { is: 'not', of: this.negation() }
  }

  private atom(): Expr {
    if (this.took('(')) {
      this.deeper()
      const inner = this.either()
      this.expect(')')
      return inner
    }
    const token = this.take()
    if (token.text === 'true' || token.text === 'false') {
      return { is: 'constant', value: token.text === 'true' }
    }
    if (token.text === 'answer' || token.text === 'value') return this.ofTheVisit(token.text)
    const name = token.text.replace(/^entity\./, '')
    if (token.kind !== 'word' || name === token.text || !name || name.includes('.')) {
      throw new ExprError('这里要写 entity. 开头的标记，如 entity.is_enterprise', token.at)
    }
    const word = WORDS.find((known) => known === name)
    return word ? this.comparison(word) : { is: 'flag', name }
  }

  private comparison(word: Word): Expr {
    if (this.took('in')) return { is: 'compare', word, values: this.list(), negated: false }
    const token = this.take()
    if (token.text !== '==' && token.text !== '!=') {
      throw new ExprError(`entity.${word} 后面要写 ==、!= 或 in`, token.at)
    }
    return { is: 'compare', word, values: [this.string()], negated: token.text === '!=' }
  }

  private ofTheVisit(what: 'answer' | 'value'): Expr {
    this.expect('(')
    const code = this.string()
    this.expect(')')
    const is = what === 'answer' ? 'answered' : 'filled'
    if (this.took('in')) return { is, code, values: this.list(), negated: false }
    const token = this.take()
    if (token.kind !== 'mark' || !ORDERS.includes(token.text)) {
      throw new ExprError(`${what}('${code}') 后面要写 ==、!=、in 或大小比较`, token.at)
    }
    if (what === 'value' && this.peek().kind === 'number') {
      return { is: 'measured', code, order: token.text as Order, number: Number(this.take().text) }
    }
    if (token.text !== '==' && token.text !== '!=') {
      throw new ExprError("比大小只能用于 value，后面写数字，如 value('CATR-B04b') > 0", token.at)
    }
    return { is, code, values: [this.string()], negated: token.text === '!=' }
  }

  /** Counted over the whole condition: neither language may run out of stack on a file. */
  private deeper(): void {
    this.depth += 1
    if (this.depth > DEEPEST) {
      throw new ExprError('括号和 not 太多，请把条件拆简单些', this.tokens[this.next - 1]?.at ?? 0)
    }
  }

  private list(): string[] {
    this.expect('(')
    const values = [this.string()]
    while (this.took(',')) values.push(this.string())
    this.expect(')')
    return values
  }

  private string(): string {
    const token = this.take()
    if (token.kind !== 'text') throw new ExprError("这里要写带引号的文字，如 '药店'", token.at)
    return token.text.slice(1, -1)
  }

  private peek(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: '', at: 0 }
  }

  private take(): Token {
    const token = this.peek()
    if (token.kind !== 'end') this.next += 1
    return token
  }

  private took(text: string): boolean {
    const token = this.peek()
    if (token.kind === 'text' || token.text !== text) return false
    this.next += 1
    return true
  }

  private expect(text: string): void {
    if (!this.took(text)) throw new ExprError(`这里缺少“${text}”`, this.peek().at)
  }
}
