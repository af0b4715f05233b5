import { describe, expect, it } from "vitest"
import { telegram } from "../../packages/adapters/src/channels/telegram.ts"
import { StoreError } from "../../packages/core/src/kernel/errors.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { signedWebhook } from "../../packages/core/src/testing/signed-webhook.ts"
import { call, type Carried, refusalOf } from "./caller.ts"
import { troubledStore } from "./troubled-store.ts"
import { everythingOf } from "../support/everything.ts"

const webhookSecret = "a-secret-that-telegram-repeats"
const secretHeader = "x-telegram-bot-api-secret-token"
const customer = "telegram:1001"

/** A house with one bot, and a chat that takes no webhooks. */
const aBot = () => {
  const troubled = troubledStore()
  const failures: unknown[] = []
  const escucha = createTestEscucha({
    channels: {
      telegram: telegram({ token: "42:test", webhookSecret, baseUrl: "http://127.0.0.1:1" }),
      chat: fakeChannel(),
    },
    store: troubled.store,
    report: (failure) => failures.push(failure),
  })
  /** Posts to the bot; with the right secret, where nothing else is said. */
  const hook = (body: unknown, headers: Carried["headers"] = {}, path = "/hooks/telegram") =>
    call(escucha, "POST", path, { body, headers: { [secretHeader]: webhookSecret, ...headers } })
  const facts = async () => (await everythingOf(escucha, customer)).filter(({ kind }) => kind === "message-received")
  return { escucha, hook, facts, failures, ...troubled }
}

const update = (number: number, text = "hola", part: object = {}) => ({
  update_id: number,
  message: {
    message_id: number,
    date: 1_772_400_000,
    text,
    chat: { id: 1001, type: "private" },
    from: { id: 1001, is_bot: false, first_name: "Ana" },
    ...part,
  },
})

const forged = { status: 401, reason: "unauthorized", field: "signature" }

describe("a webhook that the provider signed", () => {
  it("is answered when it is committed: the customer waits for us from then on", async () => {
    const { escucha, facts } = aBot()
    const { body, headers } = signedWebhook.telegram({ webhookSecret, text: "¿Dónde está mi pedido?" })
    const answer = await call(escucha, "POST", "/hooks/telegram", { body, headers })
    expect([answer.status, answer.value]).toEqual([200, { ok: true }])
    expect(await facts()).toMatchObject([
      { data: { channel: "telegram", text: "¿Dónde está mi pedido?", name: "Ana" } },
    ])
    expect((await escucha.conversations.unanswered()).items).toMatchObject([{ channel: "telegram" }])
  })

  it("is answered in the provider's own words where it waits for some: a tapped button rests once the tap is safe", async () => {
    const { hook, facts } = aBot()
    const { message } = update(7)
    const tap = { id: "tap-1", from: message.from, data: "9", message: { ...message, date: 0 } }
    const { status, value } = await hook({ update_id: 7, callback_query: tap })
    expect([status, value]).toEqual([200, { method: "answerCallbackQuery", callback_query_id: "tap-1" }])
    expect(await facts()).toMatchObject([{ data: { text: "9" } }])
  })

  it("is taken once, however often it is replayed, alone or at the same time", async () => {
    const { escucha, hook, facts } = aBot()
    expect((await hook(update(7))).status).toBe(200)
    const replays = await Promise.all(Array.from({ length: 5 }, () => hook(update(7))))
    expect(replays.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect((await Promise.all([hook(update(8)), hook(update(8))])).map(({ status }) => status)).toEqual([200, 200])
    expect(await facts()).toHaveLength(2)
    expect((await escucha.conversations.inbox()).items).toHaveLength(1)
  })

  it("under an id that was taken changes nothing, whatever it says now", async () => {
    const { hook, facts } = aBot()
    await hook(update(7, "hola"))
    expect((await hook(update(7, "give me my money"))).status).toBe(200)
    expect(await facts()).toMatchObject([{ data: { text: "hola" } }])
  })

  it("of a kind that we cannot read is kept with its kind and as it came", async () => {
    const { hook, facts, failures } = aBot()
    const dream = { text: undefined, dream: { of: "sheep" } }
    expect((await hook(update(7, "", dream))).status).toBe(200)
    const [fact] = await facts()
    expect(fact).toMatchObject({ data: { text: "" } })
    expect(fact?.kind === "message-received" && fact.data.unsupported).toBeTypeOf("string")
    expect(JSON.stringify(fact)).toContain("sheep")
    await hook(update(8, "", dream))
    expect(failures).toMatchObject([{ _tag: "UnsupportedWarning", channel: "telegram" }]) // once for each kind
  })

  it("of a kind that names nobody is passed over on purpose, so that the provider does not repeat it for ever", async () => {
    const { escucha, hook } = aBot()
    const polled = await hook({ update_id: 9, poll: { id: "1", question: "?" } })
    const unheard = await hook({ update_id: 10, something_of_next_year: { deep: [1] } })
    expect([polled.status, unheard.status]).toEqual([200, 200])
    expect((await escucha.store.size()).entries).toBe(0)
  })

  it("from the future is dated today", async () => {
    const { escucha, hook, facts } = aBot()
    await hook(update(7, "hola", { date: 9_999_999_999 }))
    expect((await facts()).map(({ occurredAt }) => occurredAt)).toEqual([escucha.clock.now()])
  })
})

describe("a webhook that was not signed", () => {
  const attempts: { readonly [how: string]: Carried["headers"] } = {
    "without the header": { [secretHeader]: undefined },
    "with an empty header": { [secretHeader]: "" },
    "with another secret": { [secretHeader]: "a-secret-of-somebody-else-----" },
    "with the beginning of the secret": { [secretHeader]: webhookSecret.slice(0, -1) },
    "with more than the secret": { [secretHeader]: `${webhookSecret}x` },
    "with the secret twice": { [secretHeader]: `${webhookSecret}, ${webhookSecret}` },
    "with the secret elsewhere": { [secretHeader]: undefined, authorization: `Bearer ${webhookSecret}` },
  }
  for (const [how, headers] of Object.entries(attempts)) {
    it(`is refused ${how}, and nothing of it is kept`, async () => {
      const { escucha, hook } = aBot()
      expect(refusalOf(await hook(update(7), headers))).toEqual(forged)
      expect((await escucha.store.size()).entries).toBe(0)
    })
  }

  it("is refused when any one bit of the secret is another", async () => {
    const { escucha, hook } = aBot()
    const flipped = [...webhookSecret].flatMap((_, place) =>
      [1, 2, 4, 8, 16, 32, 64].map(
        (bit) =>
          webhookSecret.slice(0, place) +
          String.fromCharCode(webhookSecret.charCodeAt(place) ^ bit) +
          webhookSecret.slice(place + 1),
      ),
    )
    for (const secret of flipped) expect(refusalOf(await hook(update(7), { [secretHeader]: secret }))).toEqual(forged)
    expect((await escucha.store.size()).entries).toBe(0)
  })

  it("learns nothing of what it sent: one answer, whatever the body is", async () => {
    const { hook } = aBot()
    const headers = { [secretHeader]: "wrong" }
    const answers = await Promise.all([update(7), "no json", "[".repeat(5_000), ""].map((body) => hook(body, headers)))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  })
})

describe("a webhook that cannot be read", () => {
  it("is answered as a forged one is, whatever is wrong with it; the operator is told the field, and nothing is kept", async () => {
    const { escucha, hook, failures } = aBot()
    const deep = `${"[".repeat(100)}${"]".repeat(100)}`
    const whole = JSON.stringify(update(7))
    const wrong = {
      "not JSON": [await hook("hola"), "update_id"],
      "no update": [await hook({ message: "hola" }), "update_id"],
      "a list": [await hook([update(7)]), "update_id"],
      empty: [await hook(""), "update_id"],
      "cut off": [await hook(whole.slice(0, -5)), "update_id"],
      "not UTF-8": [await hook(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)), "body"],
      "in other letters": [await hook(new Uint8Array(Buffer.from(`\ufeff${whole}`, "utf16le"))), "body"],
      "too deep": [await hook(`{"update_id":7,"message":${deep}}`), "body"],
      "much too deep": [await hook("[".repeat(1_000_000)), "body"],
    } as const
    for (const [what, [answer]] of Object.entries(wrong))
      expect({ what, ...refusalOf(answer) }).toEqual({ what, ...forged })
    expect(new Set(Object.values(wrong).map(([{ text }]) => text)).size).toBe(1)
    expect(failures).toMatchObject(Object.values(wrong).map(([, field]) => ({ _tag: "InputError", field })))
    expect((await escucha.store.size()).entries).toBe(0)
    expect((await hook(update(7))).status).toBe(200)
  })

  it("is refused by name where it is too large", async () => {
    const { escucha, hook } = aBot()
    const large = await hook(update(7, "x".repeat(1_048_577)))
    const long = await hook(update(7, "x".repeat(65_537)))
    expect([refusalOf(large), refusalOf(long)]).toMatchObject([
      { status: 413, field: "body" },
      { status: 413, field: "text" },
    ])
    expect((await escucha.store.size()).entries).toBe(0)
  })

  it("is never repeated in the answer, nor told to the operator", async () => {
    const { hook, failures } = aBot()
    const personal = "ana.maria@example.com +34600111222"
    const answers = [
      await hook(`{"update_id": ${personal}`),
      await hook({ update_id: personal, message: personal }),
      await hook(update(7, personal.padEnd(70_000, "x"))),
      await hook(update(7, personal), { [secretHeader]: personal }),
      await hook(update(7, personal), {}, "/hooks/ana.maria@example.com"),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 413, 401, 404])
    const told = failures.map((failure) => (failure instanceof Error ? `${failure.message}${failure.stack}` : ""))
    for (const seen of [...answers.map(({ text, headers }) => text + JSON.stringify(headers)), ...told])
      expect(seen).not.toMatch(/ana\.maria|600111222|secret-that/)
    expect(told).toHaveLength(2)
  })
})

describe("a channel that takes no webhooks", () => {
  it("is not there: unknown, of another kind, or a name that every object has", async () => {
    const { hook } = aBot()
    for (const name of [
      "nobody",
      "chat",
      "constructor",
      "__proto__",
      "toString",
      "%2e%2e",
      "%E0%A4%A",
      "telegram/x",
      "",
    ])
      expect((await hook(update(7), {}, `/hooks/${name}`)).status).toBe(404)
  })

  it("takes GET and POST alone, and says so; a GET that asks nothing is a forgery", async () => {
    const { escucha } = aBot()
    const by = (method: string) =>
      call(escucha, method, "/hooks/telegram", { headers: { [secretHeader]: webhookSecret } })
    for (const method of ["PUT", "DELETE", "HEAD", "OPTIONS"]) {
      const { status, headers } = await by(method)
      expect([status, headers["allow"]]).toEqual([405, "GET, POST"])
    }
    expect(refusalOf(await by("GET"))).toEqual(forged)
  })
})

describe("a store in trouble", () => {
  for (const reason of ["full", "contended", "failed", "unavailable"] as const) {
    it(`(${reason}) is answered 503 with the pause to make; the retry of the provider is taken, once`, async () => {
      const { hook, facts, trouble, failures } = aBot()
      trouble.commit = new StoreError(reason)
      const answer = await hook(update(7))
      expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "5"])
      expect(refusalOf(answer)).toEqual({ status: 503, reason: "busy" })
      expect(failures).toEqual([trouble.commit])
      delete trouble.commit
      expect(await facts()).toEqual([])
      expect((await hook(update(7))).status).toBe(200)
      expect((await hook(update(7))).status).toBe(200)
      expect(await facts()).toHaveLength(1)
    })
  }

  for (const reason of ["closed", "too-new", "foreign", "locked"] as const) {
    it(`(${reason}) that time does not mend is answered 503 all the same: another process may take it`, async () => {
      const { hook, trouble, failures } = aBot()
      trouble.commit = new StoreError(reason)
      const answer = await hook(update(7, "a secret of Ana"))
      expect(refusalOf(answer)).toEqual({ status: 503, reason: "busy" })
      expect(answer.headers["retry-after"]).toBe("30")
      expect(answer.text).not.toContain("Ana")
      expect(failures).toEqual([trouble.commit])
    })
  }
})
