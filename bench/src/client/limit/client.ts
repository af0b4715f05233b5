// The limit of the client: what `@escucha/core/client` does on the wire, written by hand as short as it can be and still be read. It
// takes every answer of the server for granted and knows no types of an application.

/** A value that can be watched. */
export interface Store<Value> {
  readonly get: () => Value
  readonly watch: (changed: () => void) => () => void
}

/** A line of the conversation. */
export interface Line {
  readonly id: string
  readonly text: string
  readonly from: string
  readonly at: number
  readonly state?: string
}

/** The conversation as a page shows it. */
export interface Conversation {
  readonly messages: readonly Line[]
  readonly status: string
}

interface Condition {
  readonly op: string
  readonly of: readonly Condition[] & Condition
  readonly path: readonly string[]
  readonly value: never
}
interface Question {
  readonly id: string
  readonly when?: Condition
}
type Answers = { readonly [question: string]: unknown }

/** A survey as a page shows it. */
export interface Survey {
  readonly response: string
  readonly definition: { readonly name: string; readonly questions: readonly Question[] }
  readonly answers: Answers
  readonly problem?: unknown
}

const cell = <Value>(value: Value, watched: () => () => void) => {
  const watching = new Set<() => void>()
  return {
    get: () => value,
    set: (next: Value) => {
      value = next
      for (const changed of watching) changed()
    },
    watch: (changed: () => void) => {
      const leave = watched()
      watching.add(changed)
      return () => {
        watching.delete(changed)
        leave()
      }
    },
  }
}

const comparisons: { readonly [op: string]: (fact: never, value: never) => boolean } = {
  equals: (fact, value) => fact === value,
  "not-equals": (fact, value) => fact !== value,
  "less-than": (fact, value) => fact < value,
  "at-most": (fact, value) => fact <= value,
  "greater-than": (fact, value) => fact > value,
  "at-least": (fact, value) => fact >= value,
  in: (fact, value: readonly never[]) => value.includes(fact),
  contains: (fact: readonly never[], value) => fact.includes(value),
  exists: () => true,
}

const holds = ({ op, of, path, value }: Condition, facts: Answers): boolean | undefined => {
  if (op === "not") {
    const truth = holds(of, facts)
    return truth === undefined ? truth : !truth
  }
  if (op === "all") return of.every((each) => holds(each, facts))
  if (op === "any") return of.some((each) => holds(each, facts))
  const fact = facts[path[0] ?? ""]
  return fact == null ? undefined : comparisons[op]?.(fact as never, value) // the server checked that the operator fits the fact
}

/** The question that comes next. */
export const nextQuestion = ({ definition, answers }: Survey): Question | undefined => {
  const heard: Record<string, unknown> = {}
  return definition.questions.find(({ id, when }) => {
    if (when && !holds(when, heard)) return false
    heard[id] = answers[id]
    return !(id in answers)
  })
}

/** A client over the routes of `/client`. */
export const createClient = (baseUrl = "", mint?: () => Promise<string>) => {
  let token = localStorage["escucha"] as string | undefined // the browser keeps texts only
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  const call = async (path: string, body?: object, headers?: object, again = true): Promise<Response> => {
    if (!token && path !== "session")
      token = localStorage["escucha"] = mint ? await mint() : (await (await call("session", {})).json()).token
    const response = await fetch(`${baseUrl}/client/${path}`, {
      headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    })
    if (response.status === 401 && again) {
      token = ""
      return call(path, body, headers, false)
    }
    if (!response.ok) throw await response.json()
    return response
  }
  const ask = async (path: string, body?: object) => (await call(path, body)).json()

  let watchers = 0,
    cursor = ""
  let left = new AbortController()
  const follow = async ({ signal }: AbortController) => {
    for (let failures = 0; !signal.aborted;) {
      try {
        if (!cursor) {
          const loaded = await ask("conversation")
          cursor = `${loaded.cursor}`
          say({ messages: loaded.messages.reduce(put, conversation.get().messages) })
          loaded.surveys.forEach(hear)
        }
        const reader = (await call("events", undefined, { "last-event-id": cursor })).body
          ?.pipeThrough(new TextDecoderStream())
          .getReader()
        signal.addEventListener("abort", () => reader?.cancel())
        failures = 0
        say({ status: "live" })
        for (let rest = ""; reader;) {
          const { value, done } = await Promise.race([
            reader.read(),
            pause(45_000).then(() => ({ done: true, value: "" })),
          ])
          if (done) break
          const blocks = (rest + value).split("\n\n")
          rest = blocks.pop() ?? ""
          for (const block of blocks) {
            cursor = /^id: ?(.*)$/m.exec(block)?.[1] ?? cursor
            const event = JSON.parse(/^data: ?(.*)$/m.exec(block)?.[1] ?? "{}")
            if (event.message) say({ messages: put(conversation.get().messages, event.message) })
            if (event.survey) hear(event.survey)
          }
        }
      } catch {
        // told by the status below
      }
      say({ status: "offline" })
      await pause(Math.random() * Math.min(30_000, 500 * 2 ** failures++))
      if (!navigator.onLine) await new Promise((resolve) => addEventListener("online", resolve, { once: true }))
    }
  }
  const watch = () => {
    if (!watchers++) void follow((left = new AbortController()))
    return () => {
      if (!--watchers) left.abort()
    }
  }

  const conversation = cell<Conversation>({ messages: [], status: "connecting" }, watch)
  const say = (change: Partial<Conversation>) => conversation.set({ ...conversation.get(), ...change })
  const put = (lines: readonly Line[], line: Line): readonly Line[] =>
    lines.some(({ id }) => id === line.id)
      ? lines.map((each) => (each.id === line.id ? { ...each, ...line } : each))
      : [...lines, line]
  let sending = Promise.resolve()
  const deliver = (line: Line) => {
    say({ messages: put(conversation.get().messages, { ...line, state: "sending" }) })
    sending = sending
      .then(() => ask("messages", line))
      .then(
        () => "sent",
        () => "failed",
      )
      .then((state) => say({ messages: put(conversation.get().messages, { ...line, state }) }))
  }

  const surveys = new Map<string, ReturnType<typeof cell<Survey | undefined>>>()
  const survey = (name: string) => {
    const known = surveys.get(name) ?? cell<Survey | undefined>(undefined, watch)
    if (!surveys.has(name)) {
      surveys.set(name, known)
      ask(`surveys/${name}`).then(known.set, () => {})
    }
    return known
  }
  const hear = (heard: Survey) => survey(heard.definition.name).set(heard)

  return {
    conversation,
    survey,
    send: (text: string) => deliver({ id: crypto.randomUUID(), text, from: "customer", at: Date.now() }),
    retry: () =>
      conversation
        .get()
        .messages.filter(({ state }) => state === "failed")
        .forEach(deliver),
    answer: (name: string, question: string, value: unknown) => {
      const store = survey(name),
        before = store.get()
      if (!before) return
      store.set({ ...before, answers: { ...before.answers, [question]: value } })
      ask("answers", { id: crypto.randomUUID(), survey: name, response: before.response, question, value }).then(
        store.set,
        (problem) => store.set({ ...before, problem }),
      )
    },
    close: () => left.abort(),
  }
}

/** The client. */
export type Client = ReturnType<typeof createClient>
