import { addressAt } from "../../channel/channel.ts"
import { deliveryIn } from "../../conversation/outbox.ts"
import { InputError } from "../../kernel/errors.ts"
import type { EntryId } from "../../kernel/ids.ts"
import { textField } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { json, type Route } from "../../runtime/web/router.ts"
import type { Whole } from "../../runtime/house.ts"
import { purposesOf } from "../decide/consent.ts"
import type { Doors } from "../doors.ts"
import type { EntryOfKind, State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { known } from "../reader.ts"
import { fieldsOf, type Seated, type Sitting, wholeOf } from "./desk-sitting.ts"

type Written = EntryOfKind<"message-written">

/** The message of ours that an entry of this customer wrote. Throws `InputError` for every other entry. */
const writtenIn = async (loop: Loop, customer: Whole<State>, entry: string): Promise<Written> => {
  for (const stream of customer.streams.keys()) {
    // a name from outside; it is looked up, and nothing else is done with it
    const row = await loop.store.entry(entry as EntryId, stream)
    const found = row && known(row)
    if (found?.kind === "message-written") return found
  }
  throw new InputError("unknown", "entry", "no message of ours to this customer has this id")
}

/** A message of which nobody knows whether it left. Throws `InputError` for one of which that is known. */
const doubtIn = async (loop: Loop, sitting: Sitting) => {
  const fields = fieldsOf(sitting)
  const customer = await wholeOf(loop, sitting.call.parameters["id"])
  const written = await writtenIn(loop, customer, textField(fields, "entry", 512))
  const outbox = customer.streams.get(written.stream)?.state.outbox
  const delivery = outbox && deliveryIn(outbox, written.data.message)
  if (delivery?.status !== "uncertain")
    throw new InputError("conflict", "entry", "it is known where this message stands; load the conversation again")
  return { id: textField(fields, "id", 128), customer, written }
}

/** Sends it once more as a message of its own: the customer may get it twice, and the colleague knows. */
const sendAgain =
  (loop: Loop, doors: Doors) =>
  async (sitting: Sitting): Promise<WebResponse> => {
    const { id, customer, written } = await doubtIn(loop, sitting)
    const { content, purpose, channel, ...said } = written.data
    if (purpose === "answer") {
      const where = said.public ? { where: "public" as const } : said.toPrivate ? { where: "private" as const } : {}
      const answer = { id, author: sitting.name, verbatim: true, to: written.stream, ...where }
      const { settled: _, ...sending } = await doors.messages.reply(customer.id, content, answer)
      return json(201, sending)
    }
    // what needed a yes before needs it now: it is started anew, under its own purpose
    if (!purposesOf(loop.setting).includes(purpose))
      throw new InputError("conflict", "entry", "the house sends such a message by itself, and once")
    const { settled: _, ...sending } = await doors.messages.send(customer.id, content, { id, purpose, via: channel })
    return json(201, sending)
  }

/** A colleague knows that it arrived: the customer said so, or the provider's own pages do. */
const markArrived =
  (loop: Loop) =>
  async (sitting: Sitting): Promise<WebResponse> => {
    const { id, customer, written } = await doubtIn(loop, sitting)
    const { channel: name, message } = written.data
    const row = customer.streams.get(written.stream)
    const channel = Object.hasOwn(loop.setting.channels, name) ? loop.setting.channels[name] : undefined
    const address = row && channel && addressAt(channel, row.identifier)
    if (address === undefined) throw new InputError("conflict", "entry", "this house has its channel no more")
    const [outcome] = await loop.receive(name, [
      { type: "receipt", id: `desk:${id}`, address, message, reference: message, status: "delivered" },
    ])
    return json(200, { status: outcome?.status })
  }

/** `POST /desk/customers/:id/again` and `/arrived`: what a person decides of a message of which nobody knows whether it left. */
export const deskDoubtRoutes = (loop: Loop, doors: Doors, seated: Seated): readonly Route[] => [
  { method: "POST", path: "/desk/customers/:id/again", answer: seated(sendAgain(loop, doors)) },
  { method: "POST", path: "/desk/customers/:id/arrived", answer: seated(markArrived(loop)) },
]
