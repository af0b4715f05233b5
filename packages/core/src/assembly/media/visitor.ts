import type { Inbound } from "../../channel/inbound.ts"
import { InputError } from "../../kernel/errors.ts"
import type { Identifier } from "../../kernel/ids.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { type Call, json } from "../../runtime/web/router.ts"
import type { FileAnswer } from "../../survey/question-form.ts"
import type { Loop } from "../loop.ts"
import { homeOf } from "../routes/visitor-thread.ts"
import { keepArrived } from "./arrived.ts"
import { type Files, partOf } from "./files.ts"
import { linkTo } from "./link.ts"
import { partIn } from "./part.ts"
import { createAllowance, uploadIn } from "./upload.ts"

/** A visitor who calls: what their session said. */
interface Visitor {
  readonly loop: Loop
  /** The web chat, by the name that the application gave it. */
  readonly name: string
  readonly call: Call
  readonly visitor: string
  readonly address: Identifier
  readonly alias: string
}

const filesOf = ({ files }: Loop): Files => {
  if (files?.canKeep) return files
  throw new InputError("unknown", "media", "this house keeps no files")
}

/** What stands for the file in the answer to a question of a survey, where the page says that it is a part of one. */
const answering = ({ query }: Call, inbound: Inbound | undefined): { readonly file?: FileAnswer } => {
  const [kept] = inbound?.type === "message" ? (inbound.attachments ?? []) : []
  if (!query.has("survey") || !kept?.url.startsWith("media:") || kept.type === undefined) return {}
  const { url, type, size = 0, name } = kept
  return { file: { media: url, type, bytes: size, ...(name !== undefined && { name }) } }
}

/** `POST /client/media`: a message of the visitor that is a file. One step, so that no file lies there that no message names. */
export const createSendFile = (now: () => number) => {
  const allow = createAllowance(now)
  return async ({ loop, name, call, visitor, alias }: Visitor): Promise<WebResponse> => {
    const files = filesOf(loop)
    const { id, text, isVoice, file } = uploadIn(call, files, files.setting.types)
    allow(visitor)
    await loop.ready()
    const sound = files.check(file)
    const message = { type: "message", id: `${alias}/${id}`, address: visitor, text } as const
    const own = { url: "file", type: sound.type, name: sound.name, kind: partOf(sound.type, isVoice) }
    const arrived = await keepArrived(files, name, [{ ...message, attachments: [own] }], { file: sound })
    const [outcome] = await loop.receive(name, arrived.inbound)
    // a message that is known already brings no file: who was erased meanwhile would get it back
    if (outcome?.status === "duplicate") await arrived.forget()
    const body = { id, status: outcome?.status, ...answering(call, arrived.inbound[0]) }
    return json(outcome?.status === "duplicate" ? 200 : 201, body)
  }
}

/** `GET /client/media?entry=…&part=…`: a link to a file of the visitor's own conversation. */
export const linkForVisitor = async ({ loop, call, address }: Visitor): Promise<WebResponse> => {
  await loop.ready()
  const [home] = homeOf(await loop.whole(address), address) ?? []
  const found = await partIn(loop, call.query, home === undefined ? [] : [home])
  return json(200, await linkTo(loop, { ...found.media, of: found.stream }, found.channel))
}
