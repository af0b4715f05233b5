// What the Bot API answers: https://core.telegram.org/bots/api#making-requests
import { DeliveryError, failureOf, type HttpResponse, jsonOf, type Sent } from "@escucha/core"
import * as z from "zod"

const Answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), result: z.object({ message_id: z.int(), chat: z.object({ id: z.int() }) }) }),
  z.object({
    ok: z.literal(false),
    error_code: z.int().optional(),
    description: z.string().optional(),
    parameters: z.object({ retry_after: z.number().optional() }).optional(),
  }),
])

const failed = (response: HttpResponse, status: number): Sent => ({
  status: "failed",
  error: failureOf("telegram", { ...response, status }),
})

/** What Telegram says of a person or a chat that is not there for us any more, under the code of a bad request. */
const goneChat = /chat not found|user not found|upgraded to a supergroup|PEER_ID_INVALID/i

/** What came of a call that sends. */
export const receipt = (response: HttpResponse): Sent => {
  const answer = Answer.safeParse(jsonOf(response.body)).data
  // Not Telegram's own words: somebody between us, or another server. It says nothing of the person.
  if (!answer) return failed(response, response.status === 404 ? 401 : response.status)
  if (answer.ok) return { status: "sent", provider: `${answer.result.chat.id}:${answer.result.message_id}` }
  const { error_code: code = response.status, description = "", parameters } = answer
  const pause = parameters?.retry_after
  const paused =
    pause === undefined ? response : { ...response, headers: { ...response.headers, "retry-after": String(pause) } }
  if (code === 403 && /blocked by the user/i.test(description))
    return { status: "failed", error: new DeliveryError("telegram", "opted-out", { retryable: false, sent: "no" }) }
  // 403 is a person who left Telegram, 404 a token that Telegram does not know.
  if (code === 403 || goneChat.test(description)) return failed(response, 410)
  if (code === 404) return failed(response, 401)
  return failed(paused, code < 400 ? 400 : code)
}
