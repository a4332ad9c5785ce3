export default function handler() {
  throw new Error('the handler must not run')
}
