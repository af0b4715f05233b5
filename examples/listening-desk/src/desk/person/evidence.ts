import type { CustomerView } from "@escucha/core"
import { wordFor, type Speech } from "../i18n/words.tsx"

/** What is known of a link: who said it, how much that is worth, and when. */
export interface Evidence {
  readonly source: string
  readonly trust: CustomerView["known"][number]["links"][number]["trust"]
  readonly at: number | null
}

/** Who said something: a colleague by their name, or whatever of ours or of theirs said it. */
export const sourceName = (source: string, { words }: Speech): string => {
  const [kind, ...rest] = source.split(":")
  const name = rest.join(":").trim()
  if ((kind === "desk" || kind === "by") && name !== "") return name
  return wordFor(words.person.sources, source)
}

/** Why two places are one person's, in one line: who said so, and when. */
export const whyOf = ({ source, trust, at }: Evidence, speech: Speech, now: number): string => {
  const { words, format } = speech
  const who = sourceName(source, speech)
  const { why } = words.person
  const said =
    trust === "manual"
      ? why.manual(who)
      : trust === "stated"
        ? why.stated(who)
        : trust === "claimed"
          ? why.claimed
          : why.suggested
  return at === null ? said : `${said} · ${format.date(at, now)}`
}

/** The rule by which a link joins nobody, in plain words; a colleague's own reason stays as it is. */
export const ruleWords = (rule: string, { words }: Speech): string => wordFor(words.person.rules, rule)

const strength: { readonly [trust in Evidence["trust"]]: number } = { manual: 3, stated: 2, claimed: 1, suggested: 0 }

/** The link that says most of why a place belongs here: by who said it, then the oldest. */
export const bestOf = <Link extends Evidence>(links: readonly Link[]): Link | null =>
  links.reduce<Link | null>((best, link) => {
    if (best === null) return link
    const more = strength[link.trust] - strength[best.trust]
    return more > 0 || (more === 0 && (link.at ?? 0) < (best.at ?? 0)) ? link : best
  }, null)
