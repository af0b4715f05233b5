import type { Escucha } from "../../packages/core/src/assembly/escucha.ts"

/** How many entries there are of what was taken in: refused events are kept, and are not among them. */
export const takenIn = async ({ store }: Pick<Escucha, "store">): Promise<number> => {
  let taken = 0
  for await (const { entry } of store.feed(0)) if (entry.kind !== "event-rejected") taken++
  return taken
}
