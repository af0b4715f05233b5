import { createClient, type ClientConversation, type ClientMessage, type ClientSurvey } from "@escucha/core/client"
import { choice, csat, defineSurvey, nps, openText } from "@escucha/core/survey"

/** A survey with each kind of question. */
export const visit = defineSurvey("visit", (s) =>
  s
    .ask("recommend", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("satisfied", csat({ es: "¿Qué tal fue?", en: "How was it?" }))
    .ask(
      "fix",
      choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, [
        { value: "price", label: { es: "El precio", en: "The price" } },
        { value: "delivery", label: { es: "La entrega", en: "The delivery" } },
      ]),
    )
    .ask("words", openText({ es: "¿Algo más?", en: "Anything else?" }, { maxLength: 200 }), { required: false })
    .thank({ es: "Gracias por contarlo.", en: "Thank you for telling us." }),
)

/** What `createClient` learns of the application; there is no value of it. */
export interface Shop {
  readonly $app?: { readonly surveys: readonly [typeof visit] }
}

/** A client before a server that lives in the test. */
export const aHouse = (messages: readonly ClientMessage[] = []) => {
  const encoder = new TextEncoder()
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const [written, told, files]: [string[], string[], string[]] = [[], [], []]
  let survey: ClientSurvey = { response: "r", definition: visit, answers: {}, done: false }
  let refusal: { readonly status: number; readonly message: string } | undefined
  let cursor = 0
  const answers: { readonly [path: string]: (body: { readonly [field: string]: unknown }) => Response } = {
    session: () => Response.json({ token: "t", expiresAt: 4e12 }),
    conversation: () => Response.json({ messages, surveys: [], cursor } satisfies ClientConversation),
    receipts: ({ status, upTo }) => {
      told.push(`${String(status)} ${String(upTo)}`)
      return Response.json({})
    },
    typing: () => {
      told.push("typing")
      return Response.json({})
    },
    messages: ({ id, text }) => {
      written.push(String(text))
      return Response.json({ id })
    },
    surveys: () => Response.json(survey),
    answers: ({ question, value }) => {
      survey = { ...survey, answers: { ...survey.answers, [String(question)]: value } }
      return Response.json(survey)
    },
    events: () => {
      let own: ReadableStreamDefaultController<Uint8Array> | undefined
      return new Response(
        new ReadableStream<Uint8Array>({
          start: (controller) => {
            own = controller
            streams.add(controller)
          },
          cancel: () => void (own && streams.delete(own)),
        }),
      )
    },
  }
  const answer = async (input: string | URL | Request, { body }: RequestInit = {}): Promise<Response> => {
    const path = /client\/(\w+)/.exec(String(input))?.[1] ?? ""
    if (refusal && (path === "messages" || path === "answers")) {
      const { status, message } = refusal
      refusal = undefined
      const error =
        status === 400 ? { reason: "invalid", field: message.split(":")[0], message } : { reason: "busy", message }
      return Response.json({ error }, { status })
    }
    if (body instanceof Blob) {
      const query = new URL(String(input)).searchParams
      files.push(`${query.get("name")} ${query.get("as") ?? body.type} ${await body.text()}`)
      return Response.json({ id: query.get("id") })
    }
    return answers[path]?.(JSON.parse(String(body ?? "{}"))) ?? Response.json({}, { status: 404 })
  }
  const client = createClient<Shop>({
    baseUrl: "http://house.test",
    fetch: answer,
    storage: { getItem: () => null, setItem: () => {} },
  })
  return {
    client,
    written,
    /** Receipts, and that somebody is writing. */
    told,
    /** Files as they came: name, type or `voice`, words in them. */
    files,
    /** Somebody of the team is writing. */
    types: (at: number) => {
      const event = JSON.stringify({ type: "typing", at })
      for (const stream of streams) stream.enqueue(encoder.encode(`id: ${cursor}\ndata: ${event}\n\n`))
    },
    streams: () => streams.size,
    say: (message: Partial<ClientMessage>) => {
      const event = {
        type: "message",
        message: { id: `m${++cursor}`, from: "team", text: "", at: 1_760_000_000_000, ...message },
      }
      for (const stream of streams) stream.enqueue(encoder.encode(`id: ${cursor}\ndata: ${JSON.stringify(event)}\n\n`))
    },
    /** The survey was answered so far, here or elsewhere. */
    answered: (given: ClientSurvey["answers"]) => {
      survey = { ...survey, answers: given }
      const event = JSON.stringify({ type: "survey", survey })
      for (const stream of streams) stream.enqueue(encoder.encode(`id: ${++cursor}\ndata: ${event}\n\n`))
    },
    /** The next message or answer is refused. */
    refuse: (status: number, message = "no") => {
      refusal = { status, message }
    },
  }
}
