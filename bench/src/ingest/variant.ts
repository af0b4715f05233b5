/** Every server that is measured, with the name under which the figures show it. */
export const variants = {
  handle: "handle",
  fetch: "fetch",
  limit: "limit",
  append: "bare append",
  empty: "empty handler",
  peer: "fastify + zod + sqlite per request",
  postgres: "handle on PostgreSQL",
  "postgres-append": "bare append on PostgreSQL",
} as const

/** One of the servers. */
export type Variant = keyof typeof variants

/** Whether there is a server of this name. */
export const isVariant = (name: string): name is Variant => Object.hasOwn(variants, name)

/** Those that keep what they take in PostgreSQL: their file is a url. */
export const onServer: ReadonlySet<Variant> = new Set(["postgres", "postgres-append"])

/** All of them, in the order of the first round. */
export const everyVariant: readonly Variant[] = Object.keys(variants).filter(isVariant)
