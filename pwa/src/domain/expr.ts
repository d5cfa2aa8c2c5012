/**
 * The condition language of checklist items; twin of `app/checklists/expr.py`.
 *
 *     entity.is_canteen or entity.stage == 'retail' and not entity.online_sales
 *     entity.kind in ('药店', '母婴店')
 */
import { WORDS, has, type Profile, type Word } from './profile'

export type Expr =
  | { is: 'constant'; value: boolean }
  | { is: 'flag'; name: string }
  | { is: 'compare'; word: Word; values: string[]; negated: boolean }
  | { is: 'not'; of: Expr }
  | { is: 'both' | 'either'; left: Expr; right: Expr }

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
  kind: 'mark' | 'text' | 'word' | 'end'
  text: string
  at: number
}

const LONGEST = 300
const TOKEN = /\s*(?:(==|!=|[(),])|('[^']*'|"[^"]*")|([A-Za-z_][A-Za-z0-9_.]*)|(\S))/g
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

/** Whether the condition is true of `entity`; an unknown word equals nothing. */
export function holds(expr: Expr, entity: Profile): boolean {
  switch (expr.is) {
    case 'constant':
      return expr.value
    case 'flag':
      return has(entity, expr.name)
    case 'compare': {
      const word = entity[expr.word]
      return (word !== null && expr.values.includes(word)) !== expr.negated
    }
    case 'not':
      return !holds(expr.of, entity)
    case 'both':
      return holds(expr.left, entity) && holds(expr.right, entity)
    case 'either':
      return holds(expr.left, entity) || holds(expr.right, entity)
  }
}

function tokens(source: string): Token[] {
  const found: Token[] = []
  for (const match of source.matchAll(TOKEN)) {
    const [whole, mark, text, word, bad] = match
    const token = mark ?? text ?? word ?? bad ?? ''
    const at = match.index + whole.length - token.length + 1
    if (bad !== undefined) {
      throw new ExprError(`不认识“${bad}”，文字要放在成对的引号里`, at)
    }
    const kind = mark !== undefined ? 'mark' : text !== undefined ? 'text' : 'word'
    found.push({ kind, text: token, at })
  }
  return [...found, { kind: 'end', text: '', at: source.length + 1 }]
}

/** Recursive descent over the tokens of one condition. */
class Reader {
  private next = 0

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
    return this.took('not') ? { is: 'not', of: this.negation() } : this.atom()
  }

  private atom(): Expr {
    if (this.took('(')) {
      const inner = this.either()
      this.expect(')')
      return inner
    }
    const token = this.take()
    if (token.text === 'true' || token.text === 'false') {
      return { is: 'constant', value: token.text === 'true' }
    }
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
