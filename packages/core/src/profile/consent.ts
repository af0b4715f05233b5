import type { StreamId } from "../kernel/ids.ts"
import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"
import { type ConsentDecision, type ConsentWord, everyChannel, withWord } from "./consent-word.ts"
import type { LegalBasis } from "./legal-basis.ts"

/** What somebody was shown when they said yes or no; `hash` is the SHA-256 of `text`, in hexadecimal. */
export interface ConsentText {
  readonly version: string
  readonly hash: string
  readonly text: string
  readonly language: string
}

/** How a yes or a no reached us; by `network`, a button of the network or a complaint that it passed on. */
export type ConsentMethod = "form" | "double-opt-in" | "import" | "verbal" | "message-word" | "link" | "app" | "network"

/** Every way in which a yes or a no reaches us. */
export const consentMethods: readonly ConsentMethod[] = [
  "form",
  "double-opt-in",
  "import",
  "verbal",
  "message-word",
  "link",
  "app",
  "network",
]

/** What proves a yes or a no, as far as it is known. */
export interface ConsentEvidence {
  readonly ip?: string
  readonly userAgent?: string
  /** The page on which it was said. */
  readonly url?: string
  /** The message that it was said in, or that was confirmed. */
  readonly messageId?: string
  /** The sale with which an address was collected: a soft opt-in has to name it. */
  readonly sale?: string
  /** In words. */
  readonly note?: string
}

/** One line of the ledger: who said what, how we know, and its place in the chain of its stream. */
export interface ConsentRecord {
  readonly id: string
  readonly purpose: string
  /** A channel by its name, or `*` for all. */
  readonly channel: string
  readonly decision: ConsentDecision
  readonly basis: LegalBasis
  readonly text?: ConsentText
  readonly method: ConsentMethod
  readonly evidence: ConsentEvidence
  /** Who wrote it down: `customer`, `app`, a colleague's name. */
  readonly actor: string
  readonly expiresAt?: number
  /** Keeps the hash from telling anything of an erased record. */
  readonly salt: string
  /** The hash of the record before it in this stream; empty for the first. */
  readonly previous: string
  readonly hash: string
}

interface FirstVersion {
  readonly purpose: string
  readonly given: boolean
  readonly evidence: string
}

const upcast = (data: unknown, version: number): ConsentRecord => {
  if (version >= 2) return data as ConsentRecord // version 2 was written by this very definition
  const { purpose, given, evidence } = data as FirstVersion // and version 1 by the one before it
  return {
    id: "",
    purpose,
    channel: everyChannel,
    decision: given ? "grant" : "deny",
    basis: "consent",
    method: "app",
    evidence: { note: evidence },
    actor: "app",
    salt: "",
    previous: "",
    hash: "",
  }
}

/** The customer said yes or no to being contacted for a purpose, or took a yes back: a record with its proof, chained by hashes. */
export const consentChanged = defineEntry<ConsentRecord>()("consent-changed", 2, upcast)

/** Somebody was asked to confirm a yes by the link in a message. */
export const consentRequested = defineEntry<{
  readonly id: string
  readonly purpose: string
  readonly channel: string
  readonly text: ConsentText
  readonly expiresAt: number
}>()("consent-requested", 1)

/** What a stream remembers of one word; the text itself stays in the ledger. */
export interface RememberedWord extends ConsentWord {
  readonly channel: string
  readonly basis: LegalBasis
  readonly at: number
  readonly record: string
  readonly from: StreamId
  readonly method: ConsentMethod
  readonly text?: Omit<ConsentText, "text">
}

/** A question that waits for its confirmation, or that was confirmed. */
export interface AskedConsent {
  readonly purpose: string
  readonly channel: string
  readonly at: number
  readonly expiresAt: number
  readonly language: string
  readonly confirmed: boolean
}

/** What a stream remembers of consent; of several streams, the words of all of them, each with the stream that it lies in. */
export interface ConsentMemory {
  /** The hash of the last record; empty where there is none. Of one stream only. */
  readonly head: string
  readonly words: readonly RememberedWord[]
  readonly asked: { readonly [request: string]: AskedConsent }
}

/** How many questions are remembered; older ones are in the ledger alone, and their links say that they do not hold. */
const mostAsked = 50

const keepLatest = (asked: ConsentMemory["asked"]): ConsentMemory["asked"] => {
  const all = Object.entries(asked)
  return all.length <= mostAsked
    ? asked
    : Object.fromEntries(all.sort(([, one], [, two]) => one.at - two.at).slice(-mostAsked))
}

/** The id of the record that a confirmed question becomes: one question, one record. */
export const confirmedAs = (request: string): string => `${request}/confirmed`

/** What is remembered of consent, per stream. */
export const consents = defineFold(
  consentChanged,
  consentRequested,
)<ConsentMemory>({
  initial: { head: "", words: [], asked: {} },
  on: {
    "consent-changed": ({ head, words, asked }, { id: entry, stream, occurredAt, data }) => {
      const { id, purpose, channel, decision, basis, method, text, expiresAt, hash } = data
      const word: RememberedWord = {
        purpose,
        channel,
        decision,
        basis,
        at: occurredAt,
        record: id === "" ? entry : id,
        from: stream,
        method,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(text && { text: { version: text.version, hash: text.hash, language: text.language } }),
      }
      const [request] = Object.entries(asked).find(([each]) => confirmedAs(each) === id) ?? []
      const question = request === undefined ? undefined : asked[request]
      return {
        head: hash === "" ? head : hash,
        words: withWord(words, word),
        asked: request !== undefined && question ? { ...asked, [request]: { ...question, confirmed: true } } : asked,
      }
    },
    "consent-requested": (memory, { occurredAt, data: { id, purpose, channel, text, expiresAt } }) => ({
      ...memory,
      asked: keepLatest({
        ...memory.asked,
        [id]: { purpose, channel, at: occurredAt, expiresAt, language: text.language, confirmed: false },
      }),
    }),
  },
  merge: (one, two) => ({
    head: "",
    words: [...one.words, ...two.words],
    asked: { ...one.asked, ...two.asked },
  }),
})
