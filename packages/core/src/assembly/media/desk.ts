import { InputError } from "../../kernel/errors.ts"
import { json, type Route } from "../../runtime/web/router.ts"
import type { Doors } from "../doors.ts"
import type { Loop } from "../loop.ts"
import { placeIn } from "../routes/desk-place.ts"
import { whereIn } from "../routes/desk-reply.ts"
import { type Seated, wholeOf } from "../routes/desk-sitting.ts"
import { partOf } from "./files.ts"
import { fileIdOf } from "./id.ts"
import { linkTo } from "./link.ts"
import { partIn } from "./part.ts"
import { uploadIn } from "./upload.ts"

/**
 * `POST /desk/customers/:id/media`: a reply that is a file, in one step, so that no file lies there that no message names.
 * `GET /desk/customers/:id/media?entry=…&part=…`: a link to a file of this customer's conversation.
 */
export const deskMediaRoutes = (loop: Loop, doors: Doors, seated: Seated): readonly Route[] => [
  {
    method: "POST",
    path: "/desk/customers/:id/media",
    answer: seated(async ({ call, name }) => {
      const { files } = loop
      if (!files?.canKeep) throw new InputError("unknown", "media", "this house keeps no files")
      const { id, text, isVoice, file } = uploadIn(call, files)
      const customer = await wholeOf(loop, call.parameters["id"])
      const stream = call.query.get("stream")
      const to = placeIn(stream === null ? {} : { stream }, customer)
      const where = whereIn(call.query.get("where"))
      const media = await files.put(file, { id: fileIdOf("desk", customer.id, id) })
      const content = { text, [partOf(file.type, isVoice)]: media }
      const { settled: _, ...sending } = await doors.messages.reply(customer.id, content, {
        id,
        author: name,
        verbatim: true,
        ...where,
        ...(to && { to }),
      })
      return json(201, { ...sending, media })
    }),
  },
  {
    method: "GET",
    path: "/desk/customers/:id/media",
    answer: seated(async ({ call }) => {
      const customer = await wholeOf(loop, call.parameters["id"])
      const { media, channel, stream } = await partIn(loop, call.query, [...customer.streams.keys()])
      return json(200, await linkTo(loop, { ...media, of: stream }, channel))
    }),
  },
]
