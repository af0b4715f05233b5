import { describe, expectTypeOf, it } from "vitest"
import { createEscucha } from "../../src/assembly/escucha.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"

const escucha = createEscucha({
  channels: { mail: fakeChannel({ scheme: "email" }) },
  purposes: { newsletter: { basis: "consent" }, survey: { basis: "legitimate-interest" } },
})
const { consents, messages } = escucha

describe("the purposes that were declared", () => {
  it("are those for which a message can be sent", () => {
    expectTypeOf(messages.send).toBeCallableWith("ana", { text: "x" }, { purpose: "newsletter" })
    expectTypeOf(messages.send).toBeCallableWith("ana", { text: "x" }, { purpose: "service" })
    // @ts-expect-error nobody declared it
    void messages.send("ana", { text: "x" }, { purpose: "newsletters" })
    // @ts-expect-error answering is not approaching
    void messages.send("ana", { text: "x" }, { purpose: "answer" })
  })

  it("are those of which a yes or a no is written down, on channels that are there", () => {
    const record = expectTypeOf(consents.record)
    record.toBeCallableWith("ana", { purpose: "survey", channel: "mail", decision: "deny", method: "verbal" })
    record.toBeCallableWith("ana", { purpose: "marketing", channel: "*", method: "form" })
    // @ts-expect-error nobody declared it
    void consents.record("ana", { purpose: "gossip", method: "form" })
    // @ts-expect-error there is no such channel
    void consents.withdraw("ana", { purpose: "survey", channel: "pigeon" })
    // @ts-expect-error nobody agrees by thinking of it
    void consents.record("ana", { purpose: "survey", method: "telepathy" })
    // @ts-expect-error a question goes by one channel
    void consents.request("ana", "newsletter", { channel: "*" })
  })

  it("rest on a basis that the law knows", () => {
    expectTypeOf(createEscucha).toBeCallableWith({ purposes: { newsletter: { basis: "soft-opt-in" } } })
    // @ts-expect-error trust is none
    void createEscucha({ purposes: { newsletter: { basis: "trust" } } })
  })
})
