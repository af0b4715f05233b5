import type { ClientMessage, ClientSurvey, WireProblem } from "../../src/client/wire.ts"

/** One call that arrived. */
export interface Arrived {
  readonly path: string
  readonly token: string | undefined
  readonly lastEventId: string | undefined
  readonly body: { readonly [field: string]: unknown }
}

type Answer = (call: Arrived) => Response | Promise<Response>

const json = (value: unknown, status = 200): Response => Response.json(value, { status })

/** A refusal as the server words it. */
export const refusal =
  (status: number, error: WireProblem["error"]): Answer =>
  () =>
    json({ error }, status)

/** The network as it is without a server. */
export const noNetwork: Answer = () => {
  throw new TypeError("Failed to fetch")
}

/** A server that lives in the test: it remembers what arrived, and says what it is told to. */
export const aServer = (survey?: ClientSurvey) => {
  const encoder = new TextEncoder()
  const calls: Arrived[] = []
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const planned: { readonly path: string; readonly answer: Answer }[] = []
  const history: ClientMessage[] = []
  let cursor = 0
  let current = survey

  const send = (text: string) => {
    for (const stream of streams) stream.enqueue(encoder.encode(text))
  }
  const say = (event: object) => send(`id: ${++cursor}\ndata: ${JSON.stringify(event)}\n\n`)
  const events = (): Response => {
    let own: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller
        streams.add(controller)
      },
      cancel: () => void (own && streams.delete(own)),
    })
    return new Response(body, { headers: { "content-type": "text/event-stream" } })
  }
  const usual: { readonly [path: string]: Answer } = {
    session: () =>
      json({ token: `token-${calls.filter(({ path }) => path === "session").length}`, expiresAt: 10_000_000 }, 201),
    conversation: () => json({ messages: history, surveys: current ? [current] : [], cursor }),
    messages: ({ body }) => json({ id: body["id"], status: "committed" }, 201),
    media: () => json({ status: "committed" }, 201),
    surveys: () => json(current),
    answers: ({ body }) => {
      if (!current) return json({}, 404)
      current = { ...current, answers: { ...current.answers, [String(body["question"])]: body["value"] } }
      return json(current)
    },
    receipts: () => json({}),
    typing: () => json({}),
    events,
  }
  const fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { pathname, search } = new URL(String(input), "http://fake.test")
    const path = `${pathname.replace(/^.*\/client\//, "")}${search}`
    const headers = new Headers(init.headers)
    const call: Arrived = {
      path,
      token: headers.get("authorization")?.replace("Bearer ", ""),
      lastEventId: headers.get("last-event-id") ?? undefined,
      body: init.body instanceof Blob ? {} : JSON.parse(String(init.body ?? "{}")),
    }
    calls.push(call)
    const index = planned.findIndex((plan) => plan.path === path)
    const [plan] = index < 0 ? [] : planned.splice(index, 1)
    const answer = plan?.answer ?? usual[path.split(/[/?]/)[0] ?? ""] ?? (() => json({}, 404))
    return answer(call)
  }
  return {
    fetch,
    calls,
    history,
    say,
    send,
    to: (path: string) => calls.filter((call) => call.path === path),
    /** The next call to this path is answered so. */
    plan: (path: string, answer: Answer) => void planned.push({ path, answer }),
    streams: () => streams.size,
    /** Every stream ends, as when a server restarts. */
    restart: () => {
      for (const stream of streams) stream.close()
      streams.clear()
    },
  }
}

/** A message of the team. */
export const aReply = (text: string, id = text): ClientMessage => ({ id, from: "team", author: "Ana", text, at: 1 })
