import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { COMMANDS } from '../../src/commands/table.ts'
import { run } from './context.ts'

const hasShell = (shell: string): boolean => {
  try {
    execFileSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

for (const shell of ['bash', 'zsh', 'fish']) {
  test(`rehost completion ${shell} knows every command and flag`, async () => {
    const { code, out } = await run(['completion', shell])
    assert.equal(code, 0)
    for (const [name, { flags }] of Object.entries(COMMANDS)) {
      assert.ok(out.includes(name), name)
      for (const flag of flags) assert.ok(new RegExp(`(?:--|-l )${flag.name}\\b`).test(out), flag.name)
    }
  })

  test(`${shell} reads what rehost completion ${shell} prints`, { skip: !hasShell(shell) }, async () => {
    const { out } = await run(['completion', shell])
    execFileSync(shell, ['-n'], { input: out })
  })
}

const COMPLETED: { words: string[]; gives: string[] }[] = [
  { words: ['rehost', 'co'], gives: ['compare', 'completion'] },
  { words: ['rehost', 'routes', '--j'], gives: ['--json'] },
  { words: ['rehost', 'start', '--po'], gives: ['--port'] },
]

for (const { words, gives } of COMPLETED) {
  test(`bash completes ${words.join(' ')}`, { skip: !hasShell('bash') }, async () => {
    const { out } = await run(['completion', 'bash'])
    const asked = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _rehost; echo "\${COMPREPLY[@]}"`
    const told = execFileSync('bash', ['-c', `${out}\n${asked}`], { encoding: 'utf8' })
    assert.deepEqual(told.trim().split(' '), gives)
  })
}

test('another shell is refused', async () => {
  const { code, err } = await run(['completion', 'cmd'])
  assert.equal(code, 2)
  assert.match(err, /<shell> must be bash, zsh or fish, not 'cmd'/)
})
