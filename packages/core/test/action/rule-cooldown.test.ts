import * as fc from "fast-check"
import { expect, it } from "vitest"
import { type CompiledRule, fire, type Fired, fired } from "../../src/action/rule.ts"
import type { EntryId, StreamId } from "../../src/kernel/ids.ts"
import { createTestEscucha, fakeChannel } from "../../src/testing.ts"

const stream = "s_1" as StreamId

const ruleWith = (cooldown: number): CompiledRule => ({
  name: "tell",
  on: "message-received",
  when: () => true,
  cooldown,
  history: "run",
})

/** When the rule fired, of what happened at these moments and came in this order. */
const firings = (rule: CompiledRule, moments: readonly number[]): readonly number[] => {
  let last: Fired = fired.initial
  return moments.filter((occurredAt, place) => {
    const common = { stream, position: place + 1, schema: 1, occurredAt, receivedAt: 0 }
    const entry = { ...common, id: `in:${place}#0` as EntryId, kind: rule.on, data: {} }
    const { entries } = fire([rule], { entry, facts: () => ({}), last, now: occurredAt, historic: false, depth: 0 })
    for (const { kind, data } of entries)
      last = fired.on[kind]?.(last, { ...common, id: `in:${place}#1` as EntryId, kind, data }) ?? last
    return entries.length > 0
  })
}

const moments = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 20 })

it("a rule without a limit fires for each entry that fits, in whatever order they come", () => {
  fc.assert(
    fc.property(moments, (given) => {
      expect(firings(ruleWith(0), given)).toEqual(given)
    }),
  )
})

it("a rule with a limit never fires twice within it, in whatever order things come", () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 40 }), (given, cooldown) => {
      const at = firings(ruleWith(cooldown), given)
      for (const [place, moment] of at.entries())
        for (const other of at.slice(place + 1)) expect(Math.abs(moment - other)).toBeGreaterThanOrEqual(cooldown)
      expect(at.length > 0).toBe(given.length > 0)
    }),
  )
})

it("a message that comes after a later one is answered like any other", async () => {
  await using escucha = createTestEscucha({
    channels: { chat: fakeChannel({ scheme: "tel" }) },
    rules: [{ name: "answer", on: "message-received", do: ({ text }, act) => act.reply(`you wrote ${text}`) }],
  })
  const now = escucha.clock.now()
  for (const [id, at] of [
    ["third", now - 1_000],
    ["first", now - 9_000],
    ["second", now - 5_000],
  ] as const)
    await escucha.conversations.receive("chat", [{ type: "message", id, address: "ana", at, text: id }])
  await escucha.settled()
  const answers = (await escucha.customers.timeline("tel:ana")).items.flatMap((entry) =>
    entry.kind === "message-written" ? [entry.data.content.text] : [],
  )
  expect(answers.toSorted()).toEqual(["you wrote first", "you wrote second", "you wrote third"])
})
