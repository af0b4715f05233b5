import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseJson, readConversation, readEvent, readSession, readSurvey } from "../../src/client/incoming.ts"
import { problemOf } from "../../src/client/problem.ts"

const good = { id: "1", from: "team", text: "Hola", at: 1 }

describe("what comes from the network", () => {
  it("never breaks the page, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), fc.string(), (value, text) => {
        for (const read of [readConversation, readEvent, readSession, readSurvey]) read(value)
        expect(problemOf(500, value).message).toBeTypeOf("string")
        parseJson(text)
      }),
    )
  })

  it("loses what is wrong in it and keeps the rest", () => {
    const messages = [good, null, { ...good, text: 7 }, { ...good, from: "stranger" }, { ...good, choices: "all" }]
    expect(readConversation({ messages, surveys: [{}], cursor: 3 })).toEqual({
      messages: [good],
      surveys: [],
      cursor: 3,
    })
  })

  it("may be of a kind that only a newer server knows", () => {
    expect(readEvent({ type: "typing", message: good })).toBeUndefined()
    expect(readEvent({ type: "message", message: good })).toEqual({ type: "message", message: good })
  })
})
