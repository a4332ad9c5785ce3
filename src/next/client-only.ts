// oxlint-disable unicorn/no-empty-file -- The module has nothing but its name.
/** What `client-only` resolves to. Next.js refuses it in route files when it builds; here it does nothing. */
