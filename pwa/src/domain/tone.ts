/** The colours a tag can have; the word always stands beside. */
export type Tone = 'ok' | 'bad' | 'warn' | 'na' | 'acc'
