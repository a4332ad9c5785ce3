import { after, before, describe, test } from 'node:test'
import { DOORS, type Opened } from './doors.ts'
import { checkAnswer, isFor, loadApps, toSent } from './rows.ts'

for (const app of loadApps()) {
  for (const door of DOORS) {
    describe(`${app.name} through ${door.name}`, () => {
      let opened: Opened
      before(async () => {
        opened = await door.open(app.dir)
      })
      after(() => opened.close())
      for (const row of app.rows.filter((one) => isFor(one, door.rows ?? door.name))) {
        const { status, broken } = row.expect
        test(`${row.send} is answered with ${broken ? 'a broken connection' : status}`, async () => {
          checkAnswer(await opened.ask(toSent(row)), row, door.mount)
        })
      }
    })
  }
}
