import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import * as schema from './schema'

// Survive dev reloads and share between bundles: the usual globalThis trick.
const globalForDb = globalThis as unknown as { sqlite?: Database.Database }
const sqlite = (globalForDb.sqlite ??= new Database(':memory:'))
sqlite.exec(
  "create table if not exists todos (id integer primary key autoincrement, title text not null, done integer not null default 0, created_at text not null default '2024-01-01')",
)

export const db = drizzle(sqlite, { schema })
export { schema }
