import { wordFor } from "../i18n/words.tsx"
import { quoted, type Teller, textOf } from "./entry-data.ts"

const suppressed: Teller = (data, { words }) => ({
  text: words.message.event.suppressed,
  detail: quoted(wordFor(words.message.event.because, textOf(data, "because"))),
})

const followed: Teller = (data, { words }) => ({
  text: typeof data["by"] === "string" ? words.message.event.followed : words.message.event.notFollowed,
  detail: quoted(textOf(data, "because")),
})

const checkedIn: Teller = (data, { words }) => ({
  text: words.message.event.checkedIn(textOf(data, "where")),
  detail: quoted(wordFor(words.message.event.by, textOf(data, "by"))),
})

/** How what happens on channels beside messages is told. */
export const channelTellers: { readonly [kind: string]: Teller } = {
  "address-suppressed": suppressed,
  "suppression-lifted": (data, { words }) => ({
    text: words.message.event.lifted,
    detail: quoted([textOf(data, "by"), textOf(data, "reason")].filter((part) => part !== "").join(" · ")),
  }),
  "message-followed": followed,
  "checked-in": checkedIn,
}
