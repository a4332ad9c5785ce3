export default async function handler() {
  await null
  throw undefined
}
