// Check-ins at places of ours, told by the application's own server: signed as Standard Webhooks are, https://www.standardwebhooks.com
import { defineChannel, type InboundCheckIn, type Parsed, type Place, type WebhookRequest } from "@escucha/core"
import * as z from "zod"
import { bodyOf, fieldsOf, instantOf, isText, textOf } from "../json.ts"
import { standardWebhook, webhookSecretOption } from "../standard-webhooks.ts"

const config = z.strictObject({
  /** Shared with the server that tells of check-ins: `whsec_` and base64. Several of them, while one follows another. */
  secret: z.union([webhookSecretOption, z.array(webhookSecretOption).min(1)]),
})

const ways: readonly InboundCheckIn["by"][] = ["geofence", "qr", "beacon", "app"]
const person = /^([a-z][a-z0-9-]{0,31}):(.{1,500})$/s

const problem = (field: string, remedy: string): Parsed => ({ problem: { field, remedy } })

const positionOf = (value: unknown): Place | undefined => {
  const { latitude, longitude } = fieldsOf(value)
  const isOnEarth =
    typeof latitude === "number" &&
    typeof longitude === "number" &&
    Math.abs(latitude) <= 90 &&
    Math.abs(longitude) <= 180
  return isOnEarth ? { latitude, longitude } : undefined
}

const readCheckIn = ({ body, headers }: WebhookRequest): Parsed => {
  const { who, where, by, at, position: given } = bodyOf(body)
  const [, scheme = "", address = ""] = person.exec(textOf(who) ?? "") ?? []
  if (address.trim() === "") return problem("who", "name the person as you know them, such as user:42")
  if (!isText(where) || where.trim() === "" || where.length > 256)
    return problem("where", "name the place in at most 256 letters")
  const way = ways.find((each) => each === by)
  if (!way) return problem("by", `name one of: ${ways.join(", ")}`)
  const [position, moment] = [positionOf(given), instantOf(at)]
  if (given !== undefined && !position) return problem("position", "give latitude and longitude in degrees")
  if (at !== undefined && moment === undefined) return problem("at", "write it as 2026-03-02T12:00:00Z")
  const checkIn: InboundCheckIn = {
    type: "check-in",
    id: headers["webhook-id"] ?? "",
    scheme,
    address,
    where,
    by: way,
    ...(moment !== undefined && { at: moment }),
    ...(position && { position }),
  }
  return checkIn.id === "" ? problem("webhook-id", "give each check-in an id of its own") : { inbound: [checkIn] }
}

/**
 * A source of check-ins: somebody came to a place of yours, by a geofence, a QR code, a beacon or an app. Your own server tells of it at
 * `/hooks/<name of this channel>`, signed as Standard Webhooks are. A check-in is kept only of who agreed to the purpose that
 * `contact.checkIns` names. Nothing leaves here.
 *
 * @example
 * place({ secret: env.PLACE_SECRET })
 */
export const place = defineChannel({
  id: "place",
  kind: "signal",
  scheme: "user",
  config,
  capabilities: { inbound: false },
  inbound: {
    verify: (request, { secret }) => standardWebhook(request, [secret].flat()),
    parse: readCheckIn,
  },
})
