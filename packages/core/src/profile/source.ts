import type { Parsed } from "../kernel/duration.ts"

/** Who tells us about customers, by name, each with its priority: the higher one holds. */
export type Sources = ReadonlyMap<string, number>

/** The source of what was put right at a customer's request: nobody else's word goes above it. */
export const rectification = "rectification"

/** Sources that every house has: the app itself, and whoever sends events to `/v1`. They need not be ranked. */
const usual: readonly string[] = ["app", "v1"]

const mostSources = 100
const highest = 1_000_000

const isName = (name: unknown): name is string => typeof name === "string" && /^[a-z][\w.-]{0,63}$/i.test(name)

/**
 * The sources of an application, given from the highest priority down; those that are not among them come last, and are equal.
 *
 * @example
 * parseSources(["crm", "app"]) // the crm's word holds against the app's, and the app's against what comes in by /v1
 */
export const parseSources = (names: unknown): Parsed<Sources> => {
  const refused = (message: string) => ({ problem: { field: "sources", message } })
  if (!Array.isArray(names)) return refused("give a list of names, the highest priority first")
  if (names.length > mostSources) return refused(`give at most ${mostSources}`)
  const given: readonly unknown[] = names
  const sources = new Map<string, number>(usual.map((name) => [name, 0]))
  for (const [place, name] of given.entries()) {
    if (!isName(name))
      return refused("name each with a letter, then letters, digits, dots, hyphens and underscores, 64 at most")
    if (name === rectification) return refused(`${rectification} is above all of them already; leave it out`)
    if ((sources.get(name) ?? 0) > 0) return refused(`${JSON.stringify(name)} is there twice; name each once`)
    sources.set(name, names.length - place)
  }
  return { value: sources.set(rectification, highest) }
}

/** How much the word of a source weighs; 0 of one that is not ranked. */
export const priorityOf = (sources: Sources, source: string): number => sources.get(source) ?? 0
