import { describe, expect, it } from "vitest"
import { idAmong } from "../src/event-id.ts"
import { readMessaging } from "../src/meta/messaging-webhook.ts"
import { readWhatsApp } from "../src/meta/whatsapp-webhook.ts"
import { readActivity as readTeams } from "../src/teams/activity.ts"
import { readActivity as readX } from "../src/x/activity.ts"

const at = 1_767_225_600_000
const appId = "11111111-2222-3333-4444-555555555555"

const whatsapp = (person: string) =>
  readWhatsApp(
    JSON.stringify({
      object: "whatsapp_business_account",
      entry: [
        {
          changes: [
            {
              value: {
                metadata: { phone_number_id: "10" },
                user_preferences: [{ wa_id: person, value: "stop", timestamp: at / 1000 }],
              },
            },
          ],
        },
      ],
    }),
    { phoneNumberId: "10" },
  )

const messenger = (event: object) => (person: string) =>
  readMessaging(
    JSON.stringify({
      object: "page",
      entry: [{ id: "1", messaging: [{ sender: { id: person }, timestamp: at, ...event }] }],
    }),
    "page",
    "1",
  )

const x = (person: string) =>
  readX(
    JSON.stringify({
      for_user_id: "1",
      direct_message_mark_read_events: [{ sender_id: person, created_timestamp: String(at) }],
    }),
    "1",
  )

const teams = (activity: object) => (person: string) =>
  readTeams(JSON.stringify({ id: String(at), conversation: { id: person }, ...activity }), appId)

describe("two people who do the same at one moment", () => {
  it.each([
    ["stop by WhatsApp's own button", whatsapp],
    ["read in Messenger", messenger({ read: { watermark: at } })],
    ["get in Messenger", messenger({ delivery: { watermark: at } })],
    ["tap in Messenger", messenger({ postback: { title: "Yes", payload: "yes" } })],
    ["do what nobody knows in Messenger", messenger({ new_kind: {} })],
    ["read on X", x],
    ["write in Teams", teams({ type: "message", text: "hola" })],
    ["write anew in Teams", teams({ type: "messageUpdate", text: "hola" })],
    ["take back in Teams", teams({ type: "messageDelete" })],
    ["leave in Teams", teams({ type: "installationUpdate", action: "remove" })],
  ])("and %s are heard both, and each of them once", (_, told) => {
    const idOf = (person: string) => {
      const parsed = told(person)
      return "inbound" in parsed ? parsed.inbound.map(({ id }) => id) : []
    }
    const [one, two] = [idOf("34600000001"), idOf("34600000002")]
    expect(one).toHaveLength(1)
    expect(one).not.toEqual(two)
    expect(idOf("34600000001")).toEqual(one)
    expect(one.join("")).not.toContain("34600000001")
  })

  it("have ids that name nobody: many addresses share the signs in them", () => {
    expect(idAmong("34600000001", "stop:1")).toMatch(/^stop:1:[\da-f]{8}$/)
    expect(idAmong("\ud800", "stop:1")).toMatch(/^stop:1:[\da-f]{8}$/)
  })
})

it("a message in Teams is still answered under the id that Teams knows", () => {
  expect(teams({ type: "message", text: "hola" })("a:1")).toMatchObject({ inbound: [{ provider: String(at) }] })
})
