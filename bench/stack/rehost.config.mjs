import { stack } from '../contestants/stack.mjs'

export default {
  setup(app) {
    app.use(stack)
  },
}
