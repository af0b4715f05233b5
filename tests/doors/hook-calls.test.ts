import { expect, it } from "vitest"
import * as z from "zod"
import { defineChannel, type HttpRequest, type Inbound, jsonOf, type Parsed } from "../../packages/core/src/index.ts"
import { DeliveryError } from "../../packages/core/src/kernel/errors.ts"
import type { Transport } from "../../packages/core/src/runtime/http.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { call, refusalOf } from "./caller.ts"
import { everythingOf } from "../support/everything.ts"

const confirmation: HttpRequest = { method: "GET", url: "https://provider.example/confirm", headers: {} }
const insecure: HttpRequest = { ...confirmation, url: "http://provider.example/confirm" }
const letter: HttpRequest = { method: "GET", url: "https://provider.example/letters/1", headers: {} }

const said = (id: string, more: object = {}): Inbound => ({
  type: "message",
  id,
  address: "ana",
  text: "hola",
  ...more,
})

/** What a provider sends, by the word in its body. */
const bodies: { readonly [word: string]: Parsed } = {
  hello: { inbound: [said("1")] },
  subscribed: { inbound: [], calls: [confirmation] },
  openly: { inbound: [], calls: [insecure] },
  announced: {
    inbound: [],
    asks: [
      {
        request: letter,
        read: ({ body }) => ({ inbound: [said(body)] }),
      },
    ],
  },
  another: { foreign: true },
  mixed: { inbound: [said("5"), said("6", { text: "x".repeat(65_537) }), said(" "), said("7")] },
  teapot: { inbound: [said("2")], answer: { status: 202, type: "text/xml", body: "<Response/>" } },
}

const post = defineChannel({
  id: "post",
  kind: "chat",
  scheme: "post",
  config: z.strictObject({ secret: z.string() }),
  capabilities: {
    parts: {},
    text: { max: 1_000 },
    inbound: true,
    receipts: [],
    idempotency: { kind: "none" },
  },
  request: () => confirmation,
  receipt: () => ({ status: "sent" }),
  inbound: {
    verify: ({ headers }, { secret }) => ({ scheme: "token", given: headers["x-secret"], expected: secret }),
    parse: ({ body }) => {
      const word = jsonOf(body)
      return (
        bodies[typeof word === "string" ? word : ""] ?? { problem: { field: "word", remedy: "say one that I know" } }
      )
    },
    challenge: ({ method, url, headers }, { secret }) =>
      method === "GET" && url.includes("challenge=")
        ? {
            check: { scheme: "token", given: headers["x-secret"], expected: secret },
            answer: { type: "text/plain", body: "42" },
          }
        : undefined,
  },
})

const aPost = (answers: readonly (200 | 500 | "lost")[] = []) => {
  const calls: HttpRequest[] = []
  const failures: unknown[] = []
  const transport: Transport = async (channel, request) => {
    const answer = answers[calls.length] ?? 200
    calls.push(request)
    if (answer === "lost") return { error: new DeliveryError(channel, "timeout", { retryable: true, sent: "unknown" }) }
    return { response: { status: answer, headers: {}, body: "letter-1" } }
  }
  const escucha = createTestEscucha({
    channels: { post: post({ secret: "s3cret" }) },
    transport,
    report: (failure) => failures.push(failure),
  })
  const hook = (word: string, headers: { readonly [name: string]: string } = { "x-secret": "s3cret" }) =>
    escucha.handle({
      method: "POST",
      url: "http://localhost/hooks/post",
      headers: { "content-type": "application/json", ...headers },
      body: new TextEncoder().encode(JSON.stringify(word)),
    })
  return { escucha, hook, calls, failures }
}

it("what a provider wants to be called for is called once, after what it brought is safe", async () => {
  const { hook, calls } = aPost()
  expect((await hook("subscribed")).status).toBe(200)
  expect((await hook("subscribed")).status).toBe(200)
  expect(calls).toEqual([confirmation])
})

it("a call that failed is made again when the provider comes again, which it is told to", async () => {
  const { hook, calls, failures } = aPost(["lost", 500, 200])
  expect(await hook("subscribed")).toMatchObject({ status: 503, headers: { "retry-after": "5" } })
  expect((await hook("subscribed")).status).toBe(503)
  expect((await hook("subscribed")).status).toBe(200)
  expect(calls).toHaveLength(3)
  expect(failures).toMatchObject([{ _tag: "DeliveryError" }, { _tag: "InputError", field: "calls" }])
})

it("nobody is called without https", async () => {
  const { hook, calls } = aPost()
  expect((await hook("openly")).status).toBe(400)
  expect(calls).toEqual([])
})

it("a forgery makes us call nobody", async () => {
  const { escucha, hook, calls } = aPost()
  const answers = await Promise.all(
    ["subscribed", "announced", "hello", "another"].map((word) => hook(word, { "x-secret": "guessed" })),
  )
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401])
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
  expect(calls).toEqual([])
  expect((await escucha.store.size()).entries).toBe(0)
})

it("what can never be taken in is not asked for again: the operator is told, and what came with it is heard", async () => {
  const { escucha, hook, failures } = aPost()
  expect((await hook("mixed")).status).toBe(200)
  expect((await hook("mixed")).status).toBe(200)
  expect((await everythingOf(escucha, "post:ana")).filter(({ kind }) => kind === "message-received")).toHaveLength(2)
  const told = [
    { reason: "too-large", field: "text" },
    { reason: "invalid", field: "inbound.id" },
  ]
  expect(failures).toMatchObject([...told, ...told])
})

it("a genuine call for another account is answered as a forgery is", async () => {
  const { escucha, hook } = aPost()
  const [foreign, forged] = [await hook("another"), await hook("hello", { "x-secret": "guessed" })]
  expect([foreign.status, foreign.body, foreign.headers]).toEqual([forged.status, forged.body, forged.headers])
  expect((await escucha.store.size()).entries).toBe(0)
})

it("what was only announced is fetched before the provider is answered; where that fails it comes again, and has one effect", async () => {
  const { escucha, hook } = aPost(["lost", 200, 200])
  expect((await hook("announced")).status).toBe(503)
  expect((await escucha.store.size()).entries).toBe(0)
  expect((await hook("announced")).status).toBe(200)
  expect((await hook("announced")).status).toBe(200)
  const facts = await everythingOf(escucha, "post:ana")
  expect(facts.filter(({ kind }) => kind === "message-received")).toHaveLength(1)
})

it("a question whether we are there is answered in the provider's words, and only where its secret is right", async () => {
  const { escucha } = aPost()
  const ask = (headers: { readonly [name: string]: string }) =>
    escucha.handle({ method: "GET", url: "http://localhost/hooks/post?challenge=42", headers, body: new Uint8Array() })
  expect(await ask({ "x-secret": "s3cret" })).toMatchObject({
    status: 200,
    body: "42",
    headers: { "content-type": "text/plain" },
  })
  expect((await ask({ "x-secret": "guessed" })).status).toBe(401)
  expect((await ask({})).status).toBe(401)
  expect(refusalOf(await call(escucha, "GET", "/hooks/post", { headers: { "x-secret": "s3cret" } })).status).toBe(401)
  expect((await escucha.store.size()).entries).toBe(0)
})

it("the answer has the type and the status that the provider wants", async () => {
  const { hook } = aPost()
  expect(await hook("teapot")).toMatchObject({
    status: 202,
    headers: { "content-type": "text/xml" },
    body: "<Response/>",
  })
})
