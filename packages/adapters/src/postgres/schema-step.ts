/** One step of the schema: its statements, one after the other, with the name of the schema written into them. */
export type Step = (schema: string) => readonly string[]
