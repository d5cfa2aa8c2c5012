// The phone's checklist engine beside the server's: reads one visit a line as JSON, writes its judgement.
import { createInterface } from 'node:readline'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const domain = resolve(dirname(fileURLToPath(import.meta.url)), '../src/domain')

async function engine(file) {
  const bundle = await rolldown({ input: resolve(domain, file) })
  const { output } = await bundle.generate({ format: 'esm' })
  await bundle.close()
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`)
}

const { evaluate } = await engine('checklist.ts')
console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const { body, profile, answers, today, rechecks, keepAnswered } = JSON.parse(line)
  console.log(JSON.stringify(evaluate(body, profile, answers, today, { rechecks, keepAnswered })))
}
