// Ours as an application has it: webhooks come in, a rule answers, and the answer leaves by a channel to the sink.
import { createEscucha, defineChannel, type Engine, failureOf, jsonOf } from "@escucha/core"
import { serve } from "@escucha/adapters/servers/node"
import { postgres } from "@escucha/adapters/stores/postgres"
import { nodeTransport } from "@escucha/adapters/transports/node"
import { createHmac } from "node:crypto"
import * as z from "zod"
import type { Contestant, Places } from "../contestant.ts"
import { connections } from "../handling.ts"
import { lineOf, type Message } from "../message.ts"
import { balanced, type Call } from "./balanced.ts"

const secret = "a-webhook-secret-of-the-bench"
const Event = z.object({ id: z.string(), from: z.string(), at: z.number(), text: z.string() })

/** A provider whose API is the sink. */
const provider = defineChannel({
  id: "bench",
  kind: "chat",
  scheme: "bench",
  config: z.strictObject({ port: z.number() }),
  capabilities: {
    text: { max: 4_000, unit: "codepoints" },
    inbound: true,
    receipts: [],
    parts: {},
    idempotency: { kind: "key", window: 86_400_000 },
  },
  request: ({ content }, { port }) => ({
    method: "POST",
    url: `http://127.0.0.1:${port}/`,
    headers: {},
    body: content.text ?? "",
  }),
  receipt: (response) =>
    response.status === 200 ? { status: "sent" } : { status: "failed", error: failureOf("bench", response) },
  inbound: {
    verify: ({ headers, body }) => ({
      scheme: "hmac-sha256",
      key: secret,
      signed: body,
      given: headers["x-bench-signature"],
      encoding: "hex",
    }),
    parse: ({ body }) => {
      const event = Event.safeParse(jsonOf(body))
      if (!event.success) return { problem: { field: "body", remedy: "send an event with id, from, at and text" } }
      const { id, from, at, text } = event.data
      return { inbound: [{ type: "message", id, address: from, at, text }] }
    },
  },
})

const houseOf = ({ postgres: url, sink }: Places, engine: Engine) =>
  createEscucha({
    store: postgres(url),
    engine,
    transport: nodeTransport().transport,
    channels: { bench: provider({ port: sink }) },
    rules: [
      {
        name: "every message is answered with its own words",
        on: "message-received",
        do: ({ text }, act) => act.reply(text),
      },
    ],
  })

const bodyOf = (message: Message): string =>
  JSON.stringify({ id: message.id, from: message.customer, at: Date.now(), text: lineOf(message) })

const callOf = (message: Message): Call => {
  const body = bodyOf(message)
  const signature = createHmac("sha256", secret).update(body).digest("hex")
  return { path: "/hooks/bench", headers: { "content-type": "application/json", "x-bench-signature": signature }, body }
}

/** Answers that were sent, as the houses' own memory has them. */
const answered = async (url: string, run: string): Promise<number> => {
  const pool = connections(url, 1)
  try {
    const { rows } = await pool.query<{ readonly messages: number }>(
      `select count(*)::int as messages from escucha.entries written where kind = 'message-written' and position($1 in data) > 0
         and exists (select 1 from escucha.entries sent where sent.stream = written.stream and sent.kind = 'delivery-changed'
           and sent.position > written.position and position('"sent"' in sent.data) > 0)`,
      [`"${run} `],
    )
    return rows[0]?.messages ?? 0
  } finally {
    await pool.end()
  }
}

/** A whole house in each process. */
export const houseContestant = (engineOf: (places: Places) => Promise<Engine>): Contestant => ({
  prepare: async ({ postgres: url }) => {
    const store = postgres(url)
    await store.migrate()
    await store.close()
  },
  work: async (places) => {
    const house = houseOf(places, await engineOf(places))
    await house.start()
    const { url } = await serve(house, { port: 0 })
    return url
  },
  produce: async (_, greetings) => balanced(greetings, callOf),
  kept: ({ postgres: url }, run) => answered(url, run),
})
