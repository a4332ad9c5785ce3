// As Next.js wants it: packages of the workspace come as TypeScript.
export default { transpilePackages: ['@shop/prices'] }
