import * as fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Capabilities, CustomerId, DeskChannel, StreamId, ThreadItem } from "@escucha/core"
import { limitsOf, parts, ruleOf } from "../../src/desk/channels/capability-words.ts"
import { inOrder, isInTrouble } from "../../src/desk/channels/trouble.ts"
import { createTyping } from "../../src/desk/data/typing.ts"
import { en } from "../../src/desk/i18n/en.ts"
import { createFormat } from "../../src/desk/i18n/format.ts"
import { speechOf, type Speech } from "../../src/desk/i18n/words.tsx"
import { keyed } from "../../src/desk/thread/keyed.ts"
import { filesOf, isShown, partOfType, shownAs, webPage } from "../../src/desk/thread/media/kept-file.ts"
import { fitOf, remarkOn } from "../../src/desk/thread/reply/fit.ts"
import { filledIn } from "../../src/desk/thread/reply/template-form.tsx"
import { formFor } from "../../src/desk/thread/reply/use-recorder.ts"
import { heldBy, lossWords, reasonWords } from "../../src/desk/thread/why.ts"
import { waysToAnswer } from "../../src/desk/thread/way-out.ts"
import { windowState } from "../../src/desk/thread/window-mark.tsx"
import { aLine, anEntryId } from "./lines.ts"

const speeches: readonly Speech[] = [speechOf("es"), speechOf("en")]
const noon = Date.parse("2026-03-04T12:00:00Z")

type Reason = Extract<ThreadItem, { readonly type: "written" }>["reasons"][number]
const rules = Object.keys(en.message.rule) as readonly Reason["rule"][] // the dictionary names every rule

describe("why a message is held", () => {
  it.each(rules)("is a sentence for %s in both languages, with and without a moment", (rule) => {
    const texts = speeches.flatMap((speech) =>
      [undefined, "it closed on 2026-03-04T11:30:00.000Z; send a template"].map((detail) =>
        reasonWords({ rule, passed: false, ...(detail !== undefined && { detail }) }, speech, noon),
      ),
    )
    for (const text of texts) expect(text).toMatch(/^\p{Lu}.*\.$/u)
    expect(new Set([texts[0], texts[2]]).size).toBe(2)
    expect(texts.join()).not.toMatch(/2026-03-04T|Invalid|undefined|null/)
  })

  it("names the moment that the rule names, in the reader's own words", () => {
    const [, english = speechOf("en")] = speeches
    const at = english.format.moment(Date.parse("2026-03-04T11:30:00Z"), noon)
    const reason: Reason = {
      rule: "window",
      passed: false,
      detail: "it closed on 2026-03-04T11:30:00.000Z; send a template",
    }
    expect(reasonWords(reason, english, noon)).toContain(at)
    expect(reasonWords({ ...reason, detail: "they never wrote here; send a template" }, english, noon)).toMatch(/never/)
  })

  it("is told by the rules that hold it alone", () => {
    const [, english = speechOf("en")] = speeches
    const reasons: readonly Reason[] = [
      { rule: "opt-out", passed: true },
      { rule: "quiet-hours", passed: false, detail: "quiet until 2026-03-05T08:00:00.000Z" },
    ]
    expect(heldBy(reasons, english, noon)).toHaveLength(1)
    expect(heldBy(reasons, english, noon)[0]).toMatch(/quiet hour for them, until/)
  })

  it("says what became of every part that was lost, in both languages", () => {
    for (const became of ["text", "shorter", "dropped", "parts"] as const) {
      const [spanish, english] = speeches.map((speech) => lossWords({ part: "image", became }, speech))
      expect(spanish).not.toBe(english)
    }
    expect(lossWords({ part: "choices", became: "text" }, speechOf("en"))).toMatch(/^Answers to tap: sent in words/)
  })
})

describe("a file of a message", () => {
  it("is shown where nothing in it can run, and is a download else, whatever the channel calls it", () => {
    const image = (type: string) => shownAs({ kind: "image", media: { url: "media:x", type } })
    expect(["image/png", "image/svg+xml", "text/html", "IMAGE/SVG+XML; charset=x"].map(image)).toEqual([
      "image",
      "file",
      "file",
      "file",
    ])
    expect(shownAs({ kind: "video", media: { url: "media:x", type: "application/xhtml+xml" } })).toBe("file")
    for (const type of ["image/svg+xml", "text/html", "text/xml", "application/pdf", "image/*", "", "toString"])
      expect({ type, isShown: isShown(type) }).toEqual({ type, isShown: false })
  })

  it("has the name by which the desk asks for it", () => {
    const received: ThreadItem = {
      ...aLine(1),
      type: "received",
      stream: "s_1",
      channel: "chat",
      text: "",
      attachments: [
        { kind: "image", url: "media:one" },
        { kind: "file", url: "media:two" },
      ],
    }
    expect(filesOf(received).map(({ part, kind }) => [part, kind])).toEqual([
      ["0", "image"],
      ["1", "file"],
    ])
    const written: ThreadItem = {
      type: "written",
      id: anEntryId(2),
      stream: "s_1",
      channel: "chat",
      at: 0,
      text: "",
      author: "Ana",
      delivery: { status: "sent" },
      parts: { voice: { url: "media:three" } },
      reasons: [],
    }
    expect(filesOf(written).map(({ part, kind }) => [part, kind])).toEqual([["voice", "voice"]])
  })

  it("becomes the part that it is when we send it", () => {
    expect(
      ["image/png", "video/mp4", "audio/ogg", "application/pdf", "image/svg+xml", ""].map((type) => [
        partOfType(type, false),
        partOfType(type, true),
      ]),
    ).toEqual([
      ["image", "image"],
      ["video", "video"],
      ["audio", "voice"],
      ["file", "file"],
      ["file", "file"],
      ["file", "file"],
    ])
  })

  it("says before it is sent what a channel does to it", () => {
    const capabilities: Pick<Capabilities, "parts"> = {
      parts: {
        image: { level: "full", types: ["image/png"], maxBytes: 10 },
        voice: "refused",
        video: "dropped",
        audio: { level: "full", types: ["audio/*"] },
      },
    }
    expect(fitOf(capabilities, "image", { type: "image/png", size: 10 })).toBe("carried")
    expect(fitOf(capabilities, "image", { type: "image/png", size: 11 })).toBe("text")
    expect(fitOf(capabilities, "image", { type: "image/gif", size: 1 })).toBe("text")
    expect(fitOf(capabilities, "audio", { type: "audio/webm;codecs=opus", size: 1 })).toBe("carried")
    expect(fitOf(capabilities, "file", { type: "application/zip", size: 1 })).toBe("text")
    const ahead = { channel: { name: "sms", capabilities }, maxBytes: 100 }
    const file = (type: string, size: number, isVoice = false) => ({
      id: "1",
      name: "x",
      isVoice,
      blob: new Blob([new Uint8Array(size)], { type }),
    })
    const remark = (type: string, size: number, isVoice?: boolean) =>
      remarkOn(file(type, size, isVoice), ahead, speechOf("en"))
    expect(remark("image/png", 5)).toBeNull()
    expect(remark("image/png", 50)).toMatchObject({ stops: false })
    expect([
      remark("image/png", 101),
      remark("image/png", 0),
      remark("audio/ogg", 5, true),
      remark("video/mp4", 5),
    ]).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ stops: true })))
    expect(remarkOn(file("image/png", 5), { ...ahead, maxBytes: null }, speechOf("en"))?.stops).toBe(true)
  })

  it("is written with a size that a person can read", () => {
    const { bytes } = createFormat("en")
    expect([614, 2_475, 999_499, 5_242_880].map((size) => bytes(size).replaceAll("\u00a0", " "))).toEqual([
      "614 B",
      "2 kB",
      "999 kB",
      "5.2 MB",
    ])
  })
})

describe("what came from outside", () => {
  it("is opened as a page of the web or not at all", () => {
    expect(webPage("https://social.example/p/1")).toBe("https://social.example/p/1")
    for (const url of ["javascript:alert(1)", "data:text/html,x", " javascript:x", "//x", "", undefined, "file:///x"])
      expect(webPage(url)).toBeNull()
  })

  it("has one key for each of its values, however often it says the same", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (names) => {
        const found = keyed(names, (name) => name)
        expect(new Set(found.map(({ key }) => key)).size).toBe(names.length)
        expect(found.map(({ value }) => value)).toEqual(names)
      }),
    )
  })
})

describe("the way of an answer", () => {
  const place = "s_1" satisfies StreamId
  const said = (at: number, isPublic: boolean): ThreadItem => ({
    type: "received",
    id: anEntryId(at),
    stream: place,
    channel: "net",
    at,
    text: "x",
    ...(isPublic && { public: { post: "1" } }),
  })
  const channel = { capabilities: { comments: ["public", "private"] } } as unknown as Pick<DeskChannel, "capabilities"> // the rest is not looked at

  it("is public or private where they said it in public last, and neither once they write in private", () => {
    expect(waysToAnswer([said(2, true), said(1, false)], place, channel)).toEqual(["public", "private"])
    expect(waysToAnswer([said(2, false), said(1, true)], place, channel)).toEqual([])
    expect(waysToAnswer([said(1, true)], "s_2", channel)).toEqual([])
    expect(waysToAnswer([said(1, true)], place, undefined)).toEqual([])
  })

  it("is open until the window ends, and closed from that moment on", () => {
    const replyWindow = { opensUntil: 1_000, after: "template" } as const
    expect(windowState(replyWindow, 999)).toEqual({ open: true, left: 1 })
    expect(windowState(replyWindow, 1_000)).toEqual({ open: false })
    expect(windowState({ opensUntil: null, after: "nothing" }, 0)).toEqual({ open: false })
    expect(windowState(undefined, 0)).toBeNull()
  })

  it("shows an approved message with the places that were filled, and never what a value names", () => {
    expect(filledIn("Hi {{1}}, {{ 2 }}", { 1: "{{2}}", 2: " A " })).toBe("Hi {{2}}, A")
    expect(filledIn("Hi {{1}} {{constructor}}", { 1: " " })).toBe("Hi {{1}} {{constructor}}")
  })

  it("records in a form that the channel takes, where the browser has one", () => {
    const all = () => true
    expect(formFor(["audio/mp4"], all)).toBe("audio/mp4")
    expect(formFor(undefined, (form) => form.startsWith("audio/webm"))).toBe("audio/webm;codecs=opus")
    expect(formFor(["audio/aac"], (form) => form.startsWith("audio/webm"))).toBe("audio/webm;codecs=opus")
    expect(formFor(undefined, () => false)).toBeUndefined()
  })
})

describe("the channels of the house", () => {
  const aChannel = (name: string, change: Partial<DeskChannel> = {}): DeskChannel => ({
    name,
    id: name,
    kind: "chat",
    status: "open",
    sent: 0,
    failed: 0,
    templates: [],
    capabilities: {
      features: [],
      parts: {},
      text: { max: 1_600, unit: "sms" },
      inbound: true,
      receipts: [],
      idempotency: { kind: "none" },
      rate: [{ count: 1, per: 6_000, each: "address" }],
    },
    ...change,
  })

  it("come with those first that somebody has to look at", () => {
    const channels = [
      aChannel("well", { sent: 9, failed: 2 }),
      aChannel("new"),
      aChannel("waits", { status: "paused" }),
      aChannel("fails", { sent: 1, failed: 2 }),
    ]
    expect(channels.map(isInTrouble)).toEqual([false, false, true, true])
    expect(inOrder(channels).map(({ name }) => name)).toEqual(["waits", "fails", "well", "new"])
  })

  it("are told with words for every limit and every part, in both languages", () => {
    const { capabilities } = aChannel("x")
    const [spanish, english] = speeches.map((speech) => limitsOf(capabilities, speech).join("; "))
    expect(english?.replaceAll(/[\u00a0\u202f]/g, " ")).toBe(
      "1,600 SMS characters of text; longer: several messages; 1 call per 6 sec to each address",
    )
    expect(spanish).toContain("1 llamada cada")
    expect(parts.map((part) => ruleOf(capabilities, part).level)).toEqual([
      ...Array.from({ length: parts.length - 1 }, () => "text"),
      "refused",
    ])
  })
})

describe("who is writing", () => {
  it("is shown until their message is there, or for some seconds after they were seen last", () => {
    vi.useFakeTimers()
    const [ana, ben]: readonly [CustomerId, CustomerId] = ["s_ana", "s_ben"]
    const typing = createTyping()
    const told = vi.fn<() => void>()
    typing.subscribe(told)
    typing.seen(ana)
    typing.seen(ben)
    vi.advanceTimersByTime(5_000)
    typing.seen(ana)
    typing.ended(ben)
    expect([typing.isWriting(ana), typing.isWriting(ben)]).toEqual([true, false])
    vi.advanceTimersByTime(5_000)
    expect(typing.isWriting(ana)).toBe(true)
    vi.advanceTimersByTime(3_000)
    expect(typing.isWriting(ana)).toBe(false)
    expect(told).toHaveBeenCalledTimes(4)
    vi.useRealTimers()
  })
})
