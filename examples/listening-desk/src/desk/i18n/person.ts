import type { CustomerView, InboxItem } from "@escucha/core"
import type { Words } from "./en.ts"

const masked = "···"

/** A visitor of a web page who never said a name is called by the end of their sign. */
const visitorOr = (name: string, isVisitor: boolean, words: Words): string =>
  isVisitor && name.includes(masked) ? words.visitor(name.slice(name.indexOf(masked) + masked.length)) : name

/** What to call somebody of the inbox. */
export const nameInInbox = ({ name, channel }: InboxItem, words: Words): string =>
  visitorOr(name, channel === "chat", words)

/** What to call a customer. */
export const nameOf = ({ name, known }: CustomerView, words: Words): string =>
  visitorOr(
    name,
    known.every(({ scheme }) => scheme === "visitor"),
    words,
  )
