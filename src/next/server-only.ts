// oxlint-disable unicorn/no-empty-file -- The module has nothing but its name.
/** What `server-only` resolves to: all code here is server code, so there is nothing to refuse. */
