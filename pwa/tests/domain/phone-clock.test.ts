import { expect, it } from 'vitest'

import { phoneClockWords } from '@/domain/phone-clock'

const OURS = '2026-11-23T03:00:00Z'

it.each([
  ['2026-11-25T03:00:00Z', ['skew'], '比服务器快 2 天，已按服务器时间更正'],
  ['2026-11-23T00:00:00Z', ['skew'], '比服务器慢 3 小时，已按服务器时间更正'],
  ['2026-11-23T03:05:00Z', ['skew'], '比服务器快 5 分钟，已按服务器时间更正'],
  ['2026-11-25T03:00:00Z', ['skew', 'clock_unsure'], '时间改动过，已按不晚于收到的时间记录'],
  ['2026-11-23T03:01:00Z', [], null],
  [null, ['skew'], null],
])('a phone that said %s with %j reads %s', (device_finished_at, remarks, words) => {
  expect(phoneClockWords({ finished_at: OURS, device_finished_at, remarks })).toBe(words)
})
