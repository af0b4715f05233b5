import { describe, expect, it } from "vitest"
import { StoreError } from "../../packages/core/src/kernel/errors.ts"
import { aDesk } from "./a-desk.ts"
import { aRequest, bearer, quiet } from "./caller.ts"

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, place) => first + place)

describe("the events of the desk", () => {
  it("arrive as they happen, and say who and what kind, but not what was written", async () => {
    const desk = await aDesk()
    const stream = await desk.listen()
    expect([stream.status, stream.headers["content-type"]]).toEqual([200, "text/event-stream; charset=utf-8"])
    expect(stream.heard()).toEqual([])
    const customer = await desk.writes("sms", "+34600111222", "un secreto")
    expect(stream.heard()).toEqual([
      { id: 1, data: { customer, entry: "in:sms:m1#0", kind: "message-received", at: desk.escucha.clock.now() } },
    ])
    expect(stream.chunks.join("")).not.toContain("secreto")
    await stream.leave()
  })

  it("say between entries who is writing at this moment, which nobody keeps, and go on where they were", async () => {
    const desk = await aDesk()
    const customer = await desk.writes("sms", "+34600111222", "hola")
    const stream = await desk.listen("/desk/events?after=0")
    const before = (await desk.escucha.store.size()).entries
    const types = async (address: string) => {
      await desk.escucha.conversations.receive("sms", [{ type: "typing", id: "t-1", address }])
      await quiet()
    }
    await types("+34600111222")
    await types("+34600111222") // networks say it every second
    await types("+34600999999") // of whom nobody knows who they are
    const typing = { customer, kind: "typing", channel: "sms", at: desk.escucha.clock.now() }
    expect(stream.heard().map(({ id, data }) => [id, data])).toMatchObject([
      [1, { kind: "message-received" }],
      [1, typing],
    ])
    await desk.writes("sms", "+34600111222", "adiós")
    expect(stream.heard().at(-1)).toMatchObject({ id: 2, data: { kind: "message-received" } })
    expect((await desk.escucha.store.size()).entries).toBe(before + 1)
    await stream.leave()
  })

  it("go on after the last one that arrived, without a gap or a repeat, however often the line breaks", async () => {
    const desk = await aDesk()
    const heard: number[] = []
    for (let round = 0; round < 5; round++) {
      const last = heard.at(-1)
      const stream = await desk.listen("/desk/events?after=0", last === undefined ? {} : { "last-event-id": `${last}` })
      await desk.writes("sms", "+34600111222", `live ${round}`)
      heard.push(...stream.heard().map(({ id }) => id))
      await stream.leave()
      await desk.writes("sms", "+34600111222", `away ${round}`)
    }
    expect(heard).toEqual(upTo(heard.length))
    expect(heard.length).toBeGreaterThanOrEqual(9)
  })

  it("begin at the moment of the call, not when the first byte is read", async () => {
    const desk = await aDesk()
    const { body } = await desk.escucha.handle(aRequest("GET", "/desk/events", { headers: bearer(desk.session) }))
    await desk.writes("sms", "+34600111222", "between")
    const chunks: string[] = []
    for await (const chunk of body as AsyncIterable<string>) {
      // a stream, by its content type
      chunks.push(chunk)
      if (chunks.length === 2) break
    }
    expect(chunks[1]).toContain("in:sms:m1#0")
  })

  it("begin now for a last event that is none, and miss nothing for one that was never given out", async () => {
    const desk = await aDesk()
    await desk.writes("sms", "+34600111222", "before")
    const ids = ["x", "-1", "1.5", "9".repeat(40), "1; DROP TABLE entries", "999999999999999"]
    const streams = await Promise.all(ids.map((id) => desk.listen("/desk/events", { "last-event-id": id })))
    await desk.writes("sms", "+34600111222", "after")
    expect(streams.map((stream) => stream.heard().map(({ id }) => id))).toEqual(ids.map(() => [2]))
    for (const stream of streams) await stream.leave()
  })

  it("reach everybody who listens, each at their own place", async () => {
    const desk = await aDesk()
    for (let number = 0; number < 5; number++) await desk.writes("sms", "+34600111222", `${number}`)
    const streams = await Promise.all([0, 3, 5].map((after) => desk.listen(`/desk/events?after=${after}`)))
    await desk.writes("sms", "+34600111222", "now")
    expect(streams.map((stream) => stream.heard().map(({ id }) => id))).toEqual([upTo(6), upTo(6, 4), [6]])
    for (const stream of streams) await stream.leave()
  })

  it("are not read for anybody who went away: no listener is left, nothing is written to them", async () => {
    const desk = await aDesk()
    const streams = await Promise.all(Array.from({ length: 5 }, () => desk.listen()))
    for (const stream of streams) await stream.leave()
    const chunks = streams.map((stream) => stream.chunks.length)
    const read = desk.read.length
    await desk.writes("sms", "+34600111222", "hola")
    await desk.escucha.clock.advance("1 minute")
    expect(desk.read.length).toBe(read)
    expect(streams.map((stream) => stream.chunks.length)).toEqual(chunks)
  })

  it("are followed by a sign of life in silence, so that a dead line is noticed", async () => {
    const desk = await aDesk()
    const stream = await desk.listen()
    await desk.escucha.clock.advance("45 seconds")
    expect(stream.chunks).toEqual(["retry: 2000\n\n", ...Array<string>(3).fill(": still here\n\n")])
    await stream.leave()
  })

  it("end when the session ends, in silence and in noise", async () => {
    const desk = await aDesk()
    const stream = await desk.listen()
    await desk.escucha.clock.advance("11 hours")
    await desk.writes("sms", "+34600111222", "hola")
    expect(stream.heard()).not.toEqual([])
    await desk.escucha.clock.advance("59 minutes")
    expect(stream.chunks.at(-1)).toBe(": still here\n\n")
    await desk.escucha.clock.advance("1 minute")
    await stream.ended
    const chunks = stream.chunks.length
    await desk.writes("sms", "+34600111222", "sigo aquí")
    expect(stream.chunks.length).toBe(chunks)
  })

  it("end by an error when the store breaks, and go on from the last one when it works again", async () => {
    const desk = await aDesk()
    const stream = await desk.listen()
    await desk.writes("sms", "+34600111222", "uno")
    desk.trouble.feed = new StoreError("failed")
    await desk.writes("sms", "+34600111222", "dos")
    await expect(stream.ended).rejects.toBe(desk.trouble.feed)
    delete desk.trouble.feed
    const last = stream.heard().at(-1)?.id
    const next = await desk.listen("/desk/events", { "last-event-id": `${last}` })
    await desk.writes("sms", "+34600111222", "tres")
    const ids = [...stream.heard(), ...next.heard()].map(({ id }) => id)
    expect(ids).toEqual(upTo(ids.length))
    expect(ids.length).toBeGreaterThanOrEqual(3)
    await next.leave()
  })

  it("end when the house closes", async () => {
    const desk = await aDesk()
    const stream = await desk.listen()
    await desk.escucha.close()
    await stream.ended
    await quiet()
    expect(stream.heard()).toEqual([])
  })
})
