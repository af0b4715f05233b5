import { refusedNames } from "../../kernel/condition.ts"
import { priorityOf } from "../../profile/source.ts"
import { tell } from "../../profile/traits.ts"
import { linksOf } from "./identity.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"

const identify =
  (setting: Setting): Decide<"identify"> =>
  ({ id, traits, source, trust }, situation) => {
    const refused = Object.keys(traits).find((name) => refusedNames.has(name))
    if (refused !== undefined) return refuse("traits", `take out ${refused}: it is no name for a trait`)
    const links = linksOf(setting, situation, { id, source, ...(trust && { trust }) })
    if ("invalid" in links) return links
    return facts([...tell({ traits, source, priority: priorityOf(setting.sources, source) }), ...links])
  }

const track: Decide<"track"> = ({ event, properties }) =>
  facts([{ kind: "event-tracked", data: { event, properties } }])

/** How what we know of a customer is decided: who they are and what they did. */
export const knowing = (setting: Setting) => ({
  identify: identify(setting),
  track,
})
