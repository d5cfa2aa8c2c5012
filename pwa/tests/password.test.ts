import { describe, expect, it } from 'vitest'

import { passwordRules } from '@/domain/password'

const unmet = (password: string, repeated = password) =>
  passwordRules({ username: 'zhoumy', previous: 'Old-pass-2025', password, repeated })
    .filter((rule) => !rule.met)
    .map((rule) => rule.text)

describe('the password rule', () => {
  it('is met by eight characters of three classes', () => expect(unmet('Abc12345')).toEqual([]))

  it('asks for eight characters', () => expect(unmet('Abc1234')).toEqual(['至少 8 个字符']))

  it('asks for three classes', () => {
    expect(unmet('abcd12345')).toEqual(['大写字母、小写字母、数字、符号，至少三种'])
  })

  it('asks for a change', () => expect(unmet('Old-pass-2025')).toEqual(['和原来的密码不一样']))

  it('refuses the account name inside', () => expect(unmet('ZhouMY-2026')).toEqual(['不含账号名']))

  it('asks for the same twice', () => expect(unmet('Abc12345', 'Abc12346')).toEqual(['两次输入一致']))

  it('is not met by nothing', () => expect(unmet('')).toHaveLength(5))
})
