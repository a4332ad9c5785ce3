export const greet = (name: string) => ({ greeting: `Hello, ${name}`, length: name.length })
