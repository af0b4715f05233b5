const form = /^[a-z][a-z0-9-]{0,31}$/

/** Whether this can name a topic: a small letter, then small letters, digits and hyphens, 32 at most. */
export const isTopicName = (value: unknown): value is string => typeof value === "string" && form.test(value)
