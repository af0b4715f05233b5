import { serve } from "@escucha/adapters/servers/node"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import conversations from "../../src/sample/conversations.json" with { type: "json" }
import { createDeskClient, signIn, type DeskClient } from "../../src/desk/data/desk-client.ts"
import { createInboxList } from "../../src/desk/data/inbox-list.ts"
import { joinPages } from "../../src/desk/data/paged-list.ts"
import { createReplies } from "../../src/desk/data/replies.ts"
import { createApp } from "../../src/server/app.ts"
import { writers } from "../../src/server/sample-channels.ts"
import { playSample } from "../../src/server/sample.ts"
import { loadSecrets } from "../../src/server/secrets.ts"
import { freshFolder } from "../desk-process.ts"
import { createFailingDoor, type FailingDoor } from "./failing-door.ts"

describe("the desk's client, over a server", () => {
  const open = new AsyncDisposableStack()
  const realFetch = globalThis.fetch
  let desk: FailingDoor
  let client: DeskClient
  let expired = 0
  beforeAll(async () => {
    const folder = open.use(await freshFolder())
    const secrets = await loadSecrets(folder.path)
    const app = open.use(createApp({ file: join(folder.path, "desk.db"), secrets }))
    await playSample(app, Date.now())
    desk = createFailingDoor(app)
    const { url } = open.use(await serve(desk))
    globalThis.fetch = (path, options) => realFetch(new URL(String(path), url), options) // a page knows its own origin; Node does not
    client = createDeskClient((await signIn(secrets.deskToken)).session, () => expired++)
  })
  afterAll(async () => {
    globalThis.fetch = realFetch
    await open.disposeAsync()
  })
  it("refuses a wrong token with a reason", async () => {
    await expect(signIn("wrong")).rejects.toMatchObject({ _tag: "DeskError", reason: "unauthorized", retryable: false })
  })
  it("lists who waits, and adds a page on demand", async () => {
    const first = await client.inbox({ list: "all", mood: null }, { limit: 10 })
    const second = await client.inbox({ list: "all", mood: null }, { limit: 50, after: first.next ?? "" })
    expect(joinPages(first.items, second.items, ({ customer }) => customer)).toHaveLength(
      new Set(conversations.map(({ customer }) => customer)).size + writers.length,
    )
    const list = createInboxList(client, { list: "waiting", mood: "upset" })
    await list.refresh()
    const inbox = list.snapshot()
    expect(
      inbox.state === "ready" && inbox.data.items.every(({ mood, waiting }) => mood === "upset" && waiting !== null),
    ).toBe(true)
  })
  it("keeps a reply that failed, and a retry is the same reply", async () => {
    const [item] = (await client.inbox({ list: "waiting", mood: null }, { limit: 1 })).items
    const customer = item?.customer ?? "s_"
    const committed: string[] = []
    const replies = createReplies(client, async (id) => {
      committed.push(id)
    })
    const settled = (check: () => boolean) =>
      new Promise<void>((resolve) => {
        const stop = replies.subscribe(() => {
          if (check()) stop()
          if (check()) resolve()
        })
      })
    desk.fail(500)
    const failed = settled(() => replies.pending()[0]?.state !== "sending")
    replies.send({ customer, text: "We are on it.", stream: null })
    await failed
    expect(replies.pending()).toMatchObject([{ text: "We are on it.", state: { reason: "failed", retryable: true } }])
    desk.fail(null)
    const gone = settled(() => replies.pending().length === 0)
    replies.retry(replies.pending()[0]?.id ?? "")
    await gone
    expect(committed).toEqual([customer])
    const { items } = (await client.customer(customer)).thread
    expect(items.filter((line) => line.type === "written" && line.text === "We are on it.")).toHaveLength(1)
  })
  it("tells of a session that has ended", async () => {
    desk.fail(401)
    await expect(client.pulse(48)).rejects.toMatchObject({ reason: "unauthorized" })
    expect(expired).toBe(1)
    desk.fail(null)
  })
})
