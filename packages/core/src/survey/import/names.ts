import { refusedNames } from "../../kernel/condition.ts"

const longest = 64

const shaped = (name: string): string => {
  const letters = name
    .slice(0, 4 * longest)
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_]+/g, "-")
    .replace(/^-+|-+$/g, "")
  const begun = /^[A-Za-z]/.test(letters) ? letters : `q${letters === "" ? "" : `-${letters}`}`
  return begun.slice(0, longest - 4)
}

/** Gives names that can be ids: each name of the foreign survey one of ours, the same each time, and none twice. */
export const createNames = () => {
  const given = new Map<string, string>()
  const taken = new Set<string>()
  const fresh = (name: string): string => {
    const base = refusedNames.has(name) ? `q-${name.replaceAll("_", "")}` : shaped(name)
    let id = base
    for (let count = 2; taken.has(id); count += 1) id = `${base}-${count}`
    taken.add(id)
    return id
  }
  return {
    /** The id that stands for a name. */
    idOf: (name: string): string => {
      const known = given.get(name)
      if (known !== undefined) return known
      const id = fresh(name)
      given.set(name, id)
      return id
    },
    /** An id for something that had no name. */
    fresh,
    /** Which id stands for which name. */
    given: (): { readonly [name: string]: string } => Object.fromEntries(given),
  }
}

/** Gives names that can be ids. */
export type Names = ReturnType<typeof createNames>
