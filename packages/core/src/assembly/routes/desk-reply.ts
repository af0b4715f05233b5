import type { Content } from "../../channel/content.ts"
import { longestText } from "../../channel/content.ts"
import { InputError } from "../../kernel/errors.ts"
import { textField } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { json } from "../../runtime/web/router.ts"
import type { Doors } from "../doors.ts"
import type { Loop } from "../loop.ts"
import { type DeskOptions, filled, placesOf } from "./desk-options.ts"
import { placeIn } from "./desk-place.ts"
import { fieldsOf, type Sitting, wholeOf } from "./desk-sitting.ts"

type Fields = { readonly [field: string]: unknown }

const longestValue = 1_024

/** Where a colleague wants something public answered; nothing, where they do not say. Throws `InputError` for any other word. */
export const whereIn = (where: unknown): { readonly where?: "public" | "private" } => {
  if (where === undefined || where === null) return {}
  if (where === "public" || where === "private") return { where }
  throw new InputError("invalid", "where", 'write "public" or "private"')
}

const objectIn = (value: unknown): Fields =>
  // an object without a list in it; each of its fields is checked where it is read
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {}

/** The approved message that a colleague chose, with its places filled. Throws `InputError` for one that nobody declared. */
export const templateIn = (
  given: unknown,
  { templates = [] }: Pick<DeskOptions, "templates">,
): Pick<Content, "text" | "template"> & { readonly channel: string } => {
  const fields = objectIn(given)
  const found = templates.find(
    ({ channel, name, language }) =>
      channel === fields["channel"] && name === fields["name"] && language === fields["language"],
  )
  if (!found) throw new InputError("unknown", "template", "choose one of desk.templates")
  const { channel, name, language } = found
  const said = objectIn(fields["values"])
  const values = Object.fromEntries(
    placesOf(found).map((place) => [place, textField(said, place, longestValue)] as const),
  )
  return { channel, text: filled(found, values), template: { name, language, values } }
}

/** `POST /desk/customers/:id/reply`: an answer in a colleague's own words, or one of the approved messages. */
export const createReply =
  (loop: Loop, doors: Doors, options: DeskOptions) =>
  async (sitting: Sitting): Promise<WebResponse> => {
    const fields = fieldsOf(sitting)
    const customer = await wholeOf(loop, sitting.call.parameters["id"])
    const to = placeIn(fields, customer)
    const id = textField(fields, "id", 128)
    const where = whereIn(fields["where"])
    const content =
      fields["template"] === undefined
        ? { text: textField(fields, "text", longestText) }
        : templateIn(fields["template"], options)
    const { channel: _, ...said } = { channel: "", ...content }
    const { settled: _settled, ...sending } = await doors.messages.reply(customer.id, said, {
      id,
      author: sitting.name,
      verbatim: true,
      ...where,
      ...(to && { to }),
    })
    return json(201, sending)
  }
