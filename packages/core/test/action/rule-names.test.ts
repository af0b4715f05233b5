import { expect, it } from "vitest"
import { createTestEscucha, fakeChannel } from "../../src/testing.ts"

it("a rule fires whatever it is called, and rests when it has fired", async () => {
  await using escucha = createTestEscucha({
    channels: { chat: fakeChannel({ scheme: "tel" }) },
    rules: ["constructor", "toString", "__proto__"].map((name) => ({
      name,
      on: "message-received" as const,
      atMost: "once per 7 days" as const,
      do: (_: object, act: { readonly notify: (to: string, text: string) => Promise<void> }) =>
        act.notify("team", name),
    })),
  })
  for (const id of ["1", "2"])
    await escucha.conversations.receive("chat", [{ type: "message", id, address: "ana", text: "hola" }])
  await escucha.settled()
  const told = (await escucha.customers.timeline("tel:ana")).items.flatMap((entry) =>
    entry.kind === "team-notified" ? [entry.data.text] : [],
  )
  expect(told.toSorted()).toEqual(["__proto__", "constructor", "toString"])
})
