import { defineChannel, type HttpRequest, InputError } from "@escucha/core"
import type { EntryId } from "../../packages/core/src/kernel/ids.ts"
import { createTestEscucha } from "@escucha/core/testing"
import * as fc from "fast-check"
import { afterAll, expect, it } from "vitest"
import * as z from "zod"

const runs = 300

/** A call that says of itself what it does, where, and to which message. */
const call = (what: string, address: string, provider: string): HttpRequest => ({
  method: "POST",
  url: `https://net.example/${what}?${new URLSearchParams({ address, provider }).toString()}`,
  headers: {},
})

const network = (scheme: string) =>
  defineChannel({
    id: "able",
    kind: "chat",
    scheme,
    config: z.strictObject({}),
    capabilities: { parts: {}, text: { max: 100 }, inbound: true, receipts: [], idempotency: { kind: "none" } },
    request: ({ id, address }) => call("send", address, id),
    receipt: ({ body }) => ({ status: "sent", provider: body }),
    extras: () => ({
      markRead: ({ address, provider }) => call("read", address, provider),
      react: ({ address, provider }) => call("react", address, provider),
      edit: ({ address, provider }) => call("edit", address, provider),
      remove: ({ address, provider }) => call("remove", address, provider),
    }),
  })({})

/** The same people by the same names at two networks: who mixes them up sends to somebody who is there. */
const places = ["one:ana", "one:leo", "two:ana", "two:leo"] as const
const place = fc.constantFrom(...places)
const number = fc.nat(30)
const step = fc.oneof(
  fc.record({ does: fc.constant("write" as const), who: place }),
  fc.record({ does: fc.constant("reply" as const), who: place }),
  fc.record({ does: fc.constantFrom("react" as const, "edit" as const, "remove" as const), who: place, number }),
  fc.record({ does: fc.constant("read" as const), who: place }),
  fc.record({ does: fc.constantFrom("link" as const, "unlink" as const), who: place, other: place }),
)
const story = fc.array(step, { minLength: 10, maxLength: 40 })

const seen = { read: 0, react: 0, edit: 0, remove: 0 }
afterAll(() => console.log(JSON.stringify({ law: "what we do goes to where its message is", runs, ...seen })))

it(`what we do to a message goes to the account and the person of that message, whoever was joined or parted (${runs} histories)`, async () => {
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      /** Where each message is, by the name that the network gave it. */
      const whereabouts = new Map<string, string>()
      const astray: string[] = []
      const written: string[] = []
      const heard: EntryId[] = []
      const escucha = createTestEscucha({
        channels: { one: network("one"), two: network("two") },
        transport: async (channel, { url }) => {
          const { pathname, searchParams } = new URL(url)
          const [what, at] = [pathname.slice(1), `${channel}:${searchParams.get("address")}`]
          const provider = searchParams.get("provider") ?? ""
          if (what === "send") whereabouts.set(`of-${provider}`, at)
          else {
            if (at !== whereabouts.get(provider)) astray.push(`${what} of ${provider} at ${at}`)
            if (what in seen) seen[what as keyof typeof seen]++ // it is one of them
          }
          return { response: { status: 200, headers: {}, body: `of-${provider}` } }
        },
      })
      const lives = async (each: (typeof steps)[number]): Promise<unknown> => {
        const { who } = each
        const [channel = "", address = ""] = who.split(":")
        switch (each.does) {
          case "write": {
            const id = `in-${heard.length}`
            whereabouts.set(id, who)
            heard.push(`in:${channel}:${id}#0`)
            return escucha.conversations.receive(channel, [
              { type: "message", id, address, text: "¿y mi pedido?", at: escucha.clock.now() },
            ])
          }
          case "reply":
            return written.push((await escucha.messages.reply(who, { text: "ya sale" })).id)
          case "react":
            return escucha.messages.react(who, heard[each.number % heard.length] ?? "none#0", "👍")
          case "edit":
            return escucha.messages.edit(who, written[each.number % written.length] ?? "", { text: "salió" })
          case "remove":
            return escucha.messages.remove(who, written[each.number % written.length] ?? "")
          case "read":
            return escucha.conversations.read(who)
          case "link":
            return escucha.identities.link(who, each.other, { source: "test" })
          case "unlink":
            return escucha.identities.unlink(who, { reason: "test" })
        }
      }
      for (const each of steps) {
        await lives(each).catch((failure: unknown) => {
          if (!(failure instanceof InputError)) throw failure // a message of somebody else, or none yet
        })
        await escucha.settled()
        await escucha.clock.advance("1 second")
      }
      await escucha.close()
      expect(astray).toEqual([])
    }),
    { numRuns: runs },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs / 10)
})
