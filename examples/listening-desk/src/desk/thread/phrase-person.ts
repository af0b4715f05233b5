import { wordFor, type Speech } from "../i18n/words.tsx"
import { channelWords, purposeWords } from "../person/consent-words.ts"
import { ruleWords, sourceName } from "../person/evidence.ts"
import { segmentWords } from "../person/value-words.ts"
import { type Data, quoted, type Teller, textOf } from "./entry-data.ts"

const joined = (parts: readonly string[]): string | null => quoted(parts.filter((part) => part !== "").join(" · "))

const schemesOf = (data: Data, { words }: Speech): readonly [string, string] => {
  const schemes: readonly unknown[] = Array.isArray(data["schemes"]) ? data["schemes"] : []
  const [one, two] = schemes.map((scheme) => (typeof scheme === "string" ? wordFor(words.schemes, scheme) : ""))
  return [one ?? "", two ?? ""]
}

const whoSaid = (source: string, speech: Speech): string => (source === "" ? "" : sourceName(source, speech))

const linked: Teller = (data, speech) => {
  const { event } = speech.words.person
  const [one, two] = schemesOf(data, speech)
  const trust = textOf(data, "trust")
  const detail = joined([whoSaid(textOf(data, "source"), speech)])
  if (trust === "suggested") return { text: event.suggested, detail }
  if (trust === "claimed") return { text: event.claimed, detail: quoted(two) }
  return { text: one === "" || two === "" ? speech.words.event.linked : event.linked(one, two), detail }
}

const byAndWhy: (data: Data, speech: Speech) => string | null = (data, speech) =>
  joined([whoSaid(textOf(data, "by"), speech), ruleWords(textOf(data, "reason"), speech)])

const consentChanged: Teller = (data, speech) => {
  const { event, consents } = speech.words.person
  const purpose = purposeWords(textOf(data, "purpose"), speech)
  const decision = textOf(data, "decision")
  const text =
    decision === "grant" ? event.agreed(purpose) : decision === "deny" ? event.denied(purpose) : event.withdrew(purpose)
  const channel = textOf(data, "channel")
  return {
    text,
    detail: joined([
      channel === "" || channel === "*" ? "" : channelWords(channel, speech),
      wordFor(consents.methods, textOf(data, "method")),
    ]),
  }
}

const consentRequested: Teller = (data, speech) => ({
  text: speech.words.person.event.asked(purposeWords(textOf(data, "purpose"), speech)),
  detail: quoted(textOf(data, "channel") === "" ? "" : channelWords(textOf(data, "channel"), speech)),
})

const membership: Teller = (data, { words }) => {
  const { event, kinds } = words.person
  return {
    text: data["active"] === false ? event.leftGroup : event.joined,
    detail: joined([wordFor(kinds, textOf(data, "kind")), textOf(data, "role")]),
  }
}

const namesOf = (data: Data, { words }: Speech): string => {
  const traits: readonly unknown[] = Array.isArray(data["traits"]) ? data["traits"] : []
  return traits.flatMap((name) => (typeof name === "string" ? [wordFor(words.traits, name)] : [])).join(", ")
}

/** How entries about who somebody is are told. */
export const personTellers: { readonly [kind: string]: Teller } = {
  "identities-linked": linked,
  "identities-unlinked": (data, speech) => ({
    text: speech.words.event.unlinked,
    detail: quoted(textOf(data, "reason")),
  }),
  "identities-kept-apart": (data, speech) => ({
    text: speech.words.person.event.keptApart,
    detail: byAndWhy(data, speech),
  }),
  "consent-changed": consentChanged,
  "consent-requested": consentRequested,
  "preferences-set": (data, speech) => ({
    text: speech.words.person.event.preferences,
    detail: quoted(whoSaid(textOf(data, "by"), speech)),
  }),
  "segment-entered": (data, speech) => ({
    text: speech.words.person.event.entered(segmentWords(textOf(data, "segment"), speech)),
    detail: null,
  }),
  "segment-left": (data, speech) => ({
    text: speech.words.person.event.left(segmentWords(textOf(data, "segment"), speech)),
    detail: null,
  }),
  "lifecycle-changed": (data, { words }) => ({
    text: words.person.event.lifecycle(wordFor(words.person.value.stages, textOf(data, "to"))),
    detail: null,
  }),
  "membership-changed": membership,
  "event-rejected": (data, { words }) => ({
    text: words.person.event.rejected(textOf(data, "type")),
    detail: joined([textOf(data, "field"), textOf(data, "reason")]),
  }),
  "event-replayed": (_, { words }) => ({ text: words.person.event.replayed, detail: null }),
  "traits-rectified": (data, speech) => ({
    text: speech.words.person.event.rectified,
    detail: joined([namesOf(data, speech), whoSaid(textOf(data, "by"), speech), textOf(data, "reason")]),
  }),
  "customer-exported": (data, speech) => ({
    text: speech.words.person.event.exported,
    detail: joined([whoSaid(textOf(data, "by"), speech), textOf(data, "format").toUpperCase()]),
  }),
  "customer-readmitted": (data, speech) => ({
    text: speech.words.person.event.readmitted,
    detail: byAndWhy(data, speech),
  }),
}
