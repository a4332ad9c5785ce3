import { KitchenError, toAnswer } from '../../../lib/fail'
import { pot } from '../../../lib/pot'

export async function GET() {
  try {
    const soup = await pot()
    if (!soup) throw new KitchenError({ code: 'absent', message: 'There is no soup.' })
    if (soup.age > 3) throw new KitchenError({ code: 'spoilt', message: 'The soup is old.' })
    return Response.json({ portions: soup.portions })
  } catch (error) {
    return toAnswer(error)
  }
}
