import { join } from "node:path"
import { describe, expect, it } from "vitest"
import conversations from "../../src/sample/conversations.json" with { type: "json" }
import { createApp } from "../../src/server/app.ts"
import { writers } from "../../src/server/sample-channels.ts"
import { isForSample, playSample } from "../../src/server/sample.ts"
import { loadSecrets } from "../../src/server/secrets.ts"
import { freshFolder } from "../desk-process.ts"

const noon = Date.parse("2026-03-04T12:00:00+01:00")

const openDesk = async (data: string) => createApp({ file: join(data, "desk.db"), secrets: await loadSecrets(data) })

const pictureOf = async (app: Awaited<ReturnType<typeof openDesk>>) => ({
  inbox: (await app.conversations.inbox({}, { limit: 200 })).items,
  cases: (await app.cases.list()).items,
  size: await app.store.size(),
  head: await app.store.head(),
})

describe("the sample", () => {
  it("shows people who wait, who are upset, who have a case, and a score", async () => {
    await using folder = await freshFolder()
    await using app = await openDesk(folder.path)
    await playSample(app, Date.now())
    const { inbox, cases } = await pictureOf(app)
    expect(inbox).toHaveLength(new Set(conversations.map(({ customer }) => customer)).size + writers.length)
    expect(inbox.filter(({ waiting }) => waiting !== null).length).toBeGreaterThan(8)
    expect(inbox.filter(({ mood }) => mood === "upset").length).toBeGreaterThan(2)
    expect(cases.length).toBeGreaterThan(2)
    const pulse = await app.insights.pulse({ hours: 72 })
    expect(pulse.nps).toMatchObject({ answers: 12 })
    expect(pulse.firstAnswer.answers).toBeGreaterThan(10)
  })

  it("is told to an empty house and again to its own, and never to one with a team's own customers", async () => {
    await using folder = await freshFolder()
    await using app = await openDesk(folder.path)
    expect(await isForSample(app)).toBe(true)
    await app.conversations.receive("sandbox", [{ type: "message", id: "1", address: "ana", at: 0, text: "Hello" }], {
      historic: true,
    })
    expect(await isForSample(app)).toBe(false)
    await playSample(app, Date.now())
    expect(await isForSample(app)).toBe(true)
  })

  it("joins the channels of a person into one customer, with their name and orders", async () => {
    await using folder = await freshFolder()
    await using app = await openDesk(folder.path)
    await playSample(app, Date.now())
    const lucia = await app.customers.get("lucia-ferrer")
    expect(lucia).toMatchObject({ name: "Lucía Ferrer", language: "es" })
    expect(new Set(lucia?.known.map(({ scheme }) => scheme))).toEqual(new Set(["user", "visitor", "email"]))
    expect((await app.customers.get("email:lucia.ferrer@example.com"))?.id).toBe(lucia?.id)
    expect(
      (await app.customers.timeline("lucia-ferrer")).items.filter(({ kind }) => kind === "event-tracked"),
    ).toHaveLength(8)
  })

  it("shows a message of each trouble that a channel can bring, and what customers send beside words", async () => {
    await using folder = await freshFolder()
    await using app = await openDesk(folder.path)
    await playSample(app, Date.now())
    const items = async (customer: string) => (await app.customers.get(customer))?.thread.items ?? []
    expect(await items("iris-vaughan")).toMatchObject([
      { type: "written", delivery: { status: "withheld", because: "window-closed" } },
      { type: "written", text: "I am sorry, Iris. A new shade leaves today." },
      { type: "received", attachments: [{ kind: "voice", type: "audio/wav" }] },
      { kind: "mood-changed" },
      { type: "received", attachments: [{ kind: "image", type: "image/png" }] },
      {},
      {},
    ])
    expect(await items("nora-beltran")).toContainEqual(
      expect.objectContaining({ type: "written", delivery: { status: "read" }, reaction: "❤️" }),
    )
    expect(await items("marta-soler")).toContainEqual(
      expect.objectContaining({ public: { post: "sample-post", url: "https://social.example/p/summer-lamps" } }),
    )
    expect(await items("dan-okafor")).toContainEqual(
      expect.objectContaining({
        delivery: { status: "uncertain", policy: "hold" },
        losses: [{ part: "links", became: "text" }],
      }),
    )
  })

  it("says the same and no more when it is started again", async () => {
    await using folder = await freshFolder()
    const first = await openDesk(folder.path)
    await playSample(first, noon)
    const before = await pictureOf(first)
    await first.close()
    await using second = await openDesk(folder.path)
    await playSample(second, noon + 86_400_000)
    expect(await pictureOf(second)).toEqual(before)
  })
})
