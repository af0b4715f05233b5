import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import * as z from "zod"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { createEscucha } from "../../packages/core/src/index.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import { createClock } from "../../packages/core/src/testing/clock.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import { tracesIn } from "../support/traces.ts"

// One word stands for the person, in letters that every form keeps (search folds what is not), with a sign that JSON escapes behind it.
const word = "Zanarekvogel"
const canary = `${word}"é`

let folder = ""
const said: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "escucha-canary-"))
  said.length = 0
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => {
      said.push(String(text))
      return true
    })
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})
const counted = { places: 0, before: 0, after: -1 }
afterAll(() => console.log(JSON.stringify({ law: "an erasure leaves no trace", ...counted })))

const surveys = [
  defineSurvey("visit", (s) =>
    s.ask("score", nps("How was it?")).ask("why", openText("Why?"), { when: (a) => a.score.lessThan(9) }),
  ),
]

const openHouse = () => {
  const clock = createClock("2026-06-01T12:00:00+02:00")
  const chat = fakeChannel({ scheme: "tel" })
  const escucha = createEscucha({
    store: sqliteStore<Stored>(join(folder, "escucha.db")),
    clock,
    random: createRandom(3),
    secret: "a secret of a test, long enough to be one",
    publicUrl: "https://shop.example",
    traits: { name: z.string(), note: z.string(), email: z.email() },
    events: { ordered: z.object({ gift: z.string() }) },
    purposes: { newsletter: { basis: "consent", text: "News" } },
    channels: { chat },
    surveys,
    contact: { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" },
    ingest: { writeKeys: ["a-write-key"] },
    rules: [
      { name: "tell", on: "case-opened", do: ({ owner }, act) => act.notify(owner, `call, ${owner}`) },
      {
        name: "break",
        on: "event-tracked",
        do: () => {
          throw new TypeError("a rule that breaks")
        },
      },
    ],
    report: (failure) => said.push(inspect(failure, { depth: 9 })),
  })
  const writes = async (text: string, id: string, address: string, name?: string) => {
    await escucha.conversations.receive("chat", [
      { type: "message", id, address, text, ...(name !== undefined && { name }) },
    ])
    await escucha.settled()
  }
  return { escucha, clock, chat, writes }
}

type House = ReturnType<typeof openHouse>

/** What somebody leaves in every place where something of a person can be. */
const leave = (
  { escucha, clock, writes }: House,
  who: string,
  mark: string,
  untilNight: "11 hours" | "24 hours",
): Readonly<Record<string, () => Promise<unknown>>> => ({
  "a user's name": () =>
    escucha.customers.identify(`${who}-${mark}`, { name: mark, note: mark }, { id: `i ${mark}`, also: [`tel:${who}`] }),
  "an address": () =>
    escucha.customers.identify(`tel:${who}`, { email: `${who}.${mark.replaceAll(/[^\w]/g, "")}@example.com` }),
  "a message and who wrote it": () => writes(`hola, soy ${mark}`, `in ${mark}`, who, mark),
  "an answer": () => escucha.messages.reply(`tel:${who}`, { text: `hola ${mark}` }, { id: `re ${mark}`, author: mark }),
  "an answer to a survey": async () => {
    await escucha.surveys.ask(`tel:${who}`, "visit", { id: `ask ${mark}` })
    await escucha.settled()
    await writes("3", `score ${mark}`, who)
    await writes(`porque ${mark}`, `why ${mark}`, who)
  },
  "an event": () => escucha.customers.track(`tel:${who}`, "ordered", { gift: mark }, { id: `ev ${mark}` }),
  "a consent with its proof": () =>
    escucha.consents.record(`tel:${who}`, {
      purpose: "newsletter",
      method: "form",
      text: { text: `I am ${mark}`, version: mark },
      evidence: { note: mark, ip: mark, url: `https://shop.example/${mark}` },
      actor: mark,
    }),
  "a question about a consent": () =>
    escucha.consents.request(`tel:${who}`, "marketing", { channel: "chat", text: `News for ${mark}?` }),
  "a case and who was told": () =>
    escucha.cases.open(`tel:${who}`, { kind: "call", owner: mark, because: mark }, { id: `case ${mark}` }),
  "a refused event": () =>
    escucha.handle({
      method: "POST",
      url: "/v1/batch",
      headers: { authorization: `Basic ${btoa("a-write-key:")}`, "content-type": "application/json" },
      body: new TextEncoder().encode(
        JSON.stringify({
          batch: [
            {
              type: "track",
              messageId: `bad ${mark}`,
              userId: `${who}-${mark}`,
              event: "undeclared",
              properties: { mark },
            },
          ],
        }),
      ),
    }),
  "a preference": () => escucha.preferences.set(`tel:${who}`, { quietHours: ["22:00", "08:00"] }, { by: mark }),
  "a rectification": () =>
    escucha.customers.rectify(`tel:${who}`, {
      traits: { note: `${mark} again` },
      by: mark,
      reason: `they are ${mark}`,
    }),
  "an export": () => escucha.customers.export(`tel:${who}`, { by: mark }),
  "a link with what shows it, taken back": async () => {
    const { link } = await escucha.identities.link(`tel:${who}`, `loyalty:${mark}`, {
      id: `l ${mark}`,
      source: mark,
      evidence: mark,
    })
    await escucha.identities.retract(`tel:${who}`, `loyalty:${mark}`, link, { id: `u ${mark}`, reason: mark })
    await escucha.identities.link(`tel:${who}`, `loyalty:${mark}`, { id: `m ${mark}` })
  },
  "a membership": () => escucha.customers.join(`tel:${who}`, "account:acme", { role: "buyer" }),
  "an owner and a reason": async () => {
    await escucha.conversations.assign(`tel:${who}`, mark, { id: `as ${mark}` })
    await escucha.conversations.close(`tel:${who}`, mark, { id: `cl ${mark}` })
  },
  "a message that waits for the morning": async () => {
    await clock.advance(untilNight)
    await escucha.messages.send(`tel:${who}`, { text: `buenos días ${mark}` }, { id: `wait ${mark}` })
  },
})

/** Everything that the store holds of others, as text. */
const othersIn = async ({ escucha }: House, own: ReadonlySet<string>) => {
  const entries: string[] = []
  for await (const { entry } of escucha.store.feed(0)) if (!own.has(entry.stream)) entries.push(JSON.stringify(entry))
  const streams = new Set(entries.map((entry) => (JSON.parse(entry) as { readonly stream: `s_${string}` }).stream))
  const { streams: rows } = await escucha.store.load({ inputs: [], identifiers: [], streams: [...streams] })
  return { entries, rows: [...rows].map(([stream, row]) => JSON.stringify([stream, row])).toSorted() }
}

const ownStreams = async ({ escucha }: House, customer: string): Promise<ReadonlySet<string>> =>
  new Set((await escucha.customers.get(customer))?.known.map(({ stream }) => stream))

describe("an erasure", () => {
  it("leaves nothing of the person in any file or log, and all of the others as it was", async () => {
    const house = openHouse()
    const { escucha } = house
    for (const put of Object.values(leave(house, "ben", "Benedikt", "11 hours"))) await put()
    const places = leave(house, "ana", canary, "24 hours")
    let before = 0
    const silent: string[] = []
    for (const [place, put] of Object.entries(places)) {
      await put()
      const now = Object.values(tracesIn(folder, word)).reduce((sum, times) => sum + times, 0)
      if (now <= before) silent.push(place)
      before = now
    }
    expect(silent).toEqual([]) // what leaves no trace would prove nothing
    await escucha.settled()
    counted.places = Object.keys(places).length
    counted.before = before
    expect((await escucha.customers.search(word)).items.length).toBeGreaterThan(2)
    const own = await ownStreams(house, "tel:ana")
    expect(own.size).toBe(4)
    const others = await othersIn(house, own)
    expect(others.entries.length).toBeGreaterThan(30)

    const receipt = await escucha.customers.erase("tel:ana", { by: "eva" })
    expect(receipt).toMatchObject({ streams: 4 })
    expect(tracesIn(folder, word)).toEqual({})
    expect(await othersIn(house, own)).toEqual(others)
    for (const name of ["tel:ana", `user:ana-${canary}`, `loyalty:${canary}`, [...own][0] ?? ""])
      expect(await escucha.customers.get(name)).toBeUndefined()
    expect((await escucha.customers.search(word)).items).toEqual([])
    expect((await escucha.customers.members("account:acme")).items).toHaveLength(1)
    await house.clock.advance("3 days")
    await escucha.settled()
    expect(house.chat.delivered.some(({ content }) => content.text.includes(`días ${canary}`))).toBe(false)
    await escucha.close()
    expect(tracesIn(folder, word)).toEqual({})

    const again = openHouse()
    await again.escucha.start()
    await again.escucha.settled()
    expect((await again.escucha.customers.search(word)).items).toEqual([])
    expect((await again.escucha.consents.verify()).broken).toEqual([])
    await again.escucha.close()
    counted.after = Object.keys(tracesIn(folder, word)).length
    expect(counted.after).toBe(0)
    expect(said.length).toBeGreaterThan(0) // rules broke, and that was said
    expect(said.filter((text) => text.toLowerCase().includes(word.toLowerCase()))).toEqual([])
  })

  it("would be seen to leave a trace, in any form that a file can hold it in", () => {
    const forms = [word, word.toLowerCase(), JSON.stringify(canary), `ab${word.toUpperCase()}`]
    for (const shift of ["", "x", "xy"]) forms.push(Buffer.from(`${shift}${canary} and more`).toString("base64"))
    for (const [place, form] of forms.entries()) writeFileSync(join(folder, `${place}`), `before ${form} after`)
    writeFileSync(join(folder, "none"), "nothing")
    expect(Object.keys(tracesIn(folder, word))).toHaveLength(forms.length)
  })
})
