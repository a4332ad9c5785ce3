/**
 * Makes methods work without the object they were read from: `({ json }) => json()`.
 *
 * Next.js hands route handlers a proxy that binds whatever method is asked for, and handlers rely on it. Here only these
 * are bound, and only when they are read.
 */
export function bindWhenRead(prototype: object, names: readonly string[]): void {
  for (const name of names) {
    const method: unknown = Reflect.get(prototype, name)
    if (typeof method !== 'function') continue
    Object.defineProperty(prototype, name, {
      configurable: true,
      get() {
        return method.bind(this)
      },
      // Libraries put methods of their own in the place of these.
      set(value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true })
      },
    })
  }
}
