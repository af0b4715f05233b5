import type { Channel } from "@escucha/core"
import { describe, expect, it, type TestContext } from "vitest"
import { subjectOf } from "../src/adapter.ts"
import { believeNoForgery, believesOurs, believeTheSame, forged, type Judge, oursOf } from "../src/judge.ts"
import { installed } from "../../tests/servers/support/installed.ts"

/** A channel of ours with these options in place of those of its subject; none where the adapter has no subject (yet). */
const channelOf = async (adapter: string, options: object): Promise<Channel | undefined> => {
  const subject = await subjectOf(adapter)
  return subject?.make({ ...subject.config, ...options })
}

/** Promises about the webhooks of a channel, judged by a provider's own library. */
export const judged = (adapter: string, library: string, options: object, judgeBy: (library: never) => Judge): void => {
  describe(`the webhooks of ${adapter}, judged by ${library}`, () => {
    const both = async (skip: TestContext["skip"]) => {
      const found = installed(library) ?? skip(`library not present: ${library}`)
      const channel = (await channelOf(adapter, options)) ?? skip(`adapter not present: ${adapter}`)
      const judge = judgeBy(found as never) // each test says what its library exports
      return { judge, ours: oursOf(channel, judge.published) }
    }

    it("are believed by both", async ({ skip }) => {
      const { judge, ours } = await both(skip)
      await expect(believeTheSame(judge, ours)).resolves.toBeUndefined()
    })

    it("are believed by the library where our generator signs them", async ({ skip }) => {
      const { judge } = await both(skip)
      await expect(believesOurs(judge, judge.generate ?? judge.sign)).resolves.toBeUndefined()
    })

    it("are believed no more when one bit is another", async ({ skip }) => {
      const { judge, ours } = await both(skip)
      await expect(believeNoForgery(judge, ours)).resolves.toBeUndefined()
    })

    it("are judged by somebody who can say no", async ({ skip }) => {
      const { judge } = await both(skip)
      const genuine = await judge.sign("hola", Date.now())
      const part = judge.covers[0] ?? "body"
      const length = part === "body" ? genuine.body.length : (genuine.headers[part] ?? genuine.url).length
      expect(await judge.accepts(forged(genuine, part, length >> 1, 0))).toBe(false)
    })
  })
}

/** The same webhook address for all of them. */
export const hookOf = (adapter: string): string => `https://shop.example/hooks/${adapter}`
