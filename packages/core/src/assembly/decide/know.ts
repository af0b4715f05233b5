import { refusedNames } from "../../kernel/condition.ts"
import { priorityOf } from "../../profile/source.ts"
import { mostTraits, tell } from "../../profile/traits.ts"
import { linksOf } from "./identity.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"

/** What a page says weighs less than what anybody else does whom the application did not rank: everybody can write its code. */
const ofPages = -1

const weightOf = ({ sources }: Setting, source: string, isClaimed: boolean): number => {
  const priority = priorityOf(sources, source)
  return isClaimed && priority === 0 ? ofPages : priority
}

const tooMany = refuse(
  "traits",
  `one identifier has at most ${mostTraits} traits; declare those that you use under traits`,
  "too-large",
)

const identify =
  (setting: Setting): Decide<"identify"> =>
  ({ id, traits, source, trust }, situation) => {
    const refused = Object.keys(traits).find((name) => refusedNames.has(name))
    if (refused !== undefined) return refuse("traits", `take out ${refused}: it is no name for a trait`)
    const fresh = Object.keys(traits).filter((name) => !Object.hasOwn(situation.own.traits, name)).length
    if (fresh > 0 && Object.keys(situation.own.traits).length + fresh > mostTraits) return tooMany
    const links = linksOf(setting, situation, { id, source, ...(trust && { trust }) })
    if ("invalid" in links) return links
    return facts([...tell({ traits, source, priority: weightOf(setting, source, trust === "claimed") }), ...links])
  }

const track: Decide<"track"> = ({ event, properties }) =>
  facts([{ kind: "event-tracked", data: { event, properties } }])

/** How what we know of a customer is decided: who they are and what they did. */
export const knowing = (setting: Setting) => ({
  identify: identify(setting),
  track,
})
