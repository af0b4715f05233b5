import { describe, expectTypeOf, it } from "vitest"
import { createEscucha } from "../../src/assembly/escucha.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"

const escucha = createEscucha({
  channels: { first: fakeChannel(), second: fakeChannel(), chat: fakeChannel() },
  pools: { sms: { first: 3, second: 1 } },
})

describe("what `via` takes", () => {
  it("is the channels and the pools that were declared, and no other name", () => {
    void escucha.messages.send("ana", { text: "x" }, { via: "sms" })
    void escucha.messages.send(
      "ana",
      { text: "x" },
      { via: ["chat", "sms"], orElse: { unless: "read", within: "1 minute" } },
    )
    // @ts-expect-error there is no pool of this name
    void escucha.messages.send("ana", { text: "x" }, { via: "letters" })
    // @ts-expect-error a duration has a unit
    void escucha.messages.send("ana", { text: "x" }, { orElse: { unless: "read", within: 60 } })
    expectTypeOf(escucha.channels.list).returns.resolves.toExtend<readonly { readonly name: string }[]>()
  })

  it("is never a pool of channels that are not there", () => {
    // @ts-expect-error the members of a pool are channels
    const house = createEscucha({ channels: { first: fakeChannel() }, pools: { sms: { third: 1 } } })
    expectTypeOf(house.channels.list).returns.resolves.toExtend<readonly { readonly name: string }[]>()
  })
})
