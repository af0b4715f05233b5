import {
  ces,
  choice,
  choices,
  consent,
  contact,
  csat,
  date,
  defineSurvey,
  dropdown,
  email,
  file,
  imageChoice,
  matrix,
  maxDiff,
  nps,
  number,
  openText,
  panel,
  phone,
  ranking,
  rating,
  slider,
  text,
  time,
} from "../../packages/core/src/survey.ts"
import { type Fault, fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import type { Survey } from "../../packages/core/src/survey/definition.ts"
import { aRequest } from "./caller.ts"

/** What a test seals its links with. */
export const linkSecret = "a secret of a test that is long enough to seal with"

const l = (es: string, en: string, ar: string) => ({ es, en, ar })

const parts = [
  { value: "price", label: l("El precio", "The price", "السعر") },
  { value: "speed", label: l("La rapidez", "The speed", "السرعة") },
  { value: "people", label: l("El trato", "The people", "المعاملة") },
  { value: "words", label: l("La claridad", "The clarity", "الوضوح") },
] as const

const levels = [
  { value: "bad", label: l("Mal", "Bad", "سيئ") },
  { value: "fair", label: l("Regular", "Fair", "مقبول") },
  { value: "good", label: l("Bien", "Good", "جيد") },
] as const

/** A picture that needs no server. */
const dot = "/picture.svg"

/** A survey with a question of every kind. */
export const everyKind = defineSurvey(
  "everyKind",
  (s) =>
    s
      .say("hello", l("Queremos saber cómo te fue.", "We want to know how it went.", "نريد أن نعرف كيف سارت الأمور."))
      .ask("nps", nps(l("¿Nos recomendarías?", "Would you recommend us?", "هل توصي بنا؟")))
      .ask("csat", csat(l("¿Estás satisfecho?", "Are you satisfied?", "هل أنت راضٍ؟")))
      .ask("ces", ces(l("Fue fácil.", "It was easy.", "كان الأمر سهلاً.")))
      .ask("rating", rating(l("¿Cuántas estrellas?", "How many stars?", "كم نجمة؟")))
      .ask("slider", slider(l("¿Cuánto, de 0 a 100?", "How much, from 0 to 100?", "كم من 0 إلى 100؟"), { step: 5 }))
      .ask("number", number(l("¿Cuántas visitas?", "How many visits?", "كم زيارة؟"), { low: 0, high: 99, whole: true }))
      .ask("choice", choice(l("¿Qué arreglamos?", "What should we fix?", "ماذا نصلح؟"), parts), {
        help: l("Solo una cosa.", "One thing only.", "شيء واحد فقط."),
      })
      .ask("dropdown", dropdown(l("¿Qué tienda?", "Which shop?", "أي متجر؟"), parts))
      .ask(
        "picture",
        imageChoice(l("¿Cuál te gusta?", "Which do you like?", "أيها يعجبك؟"), [
          { value: "one", image: dot, alt: l("Un círculo", "A circle", "دائرة"), label: l("Uno", "One", "واحد") },
          { value: "two", image: dot, alt: l("Un cuadrado", "A square", "مربع"), label: l("Dos", "Two", "اثنان") },
        ]),
      )
      .ask("choices", choices(l("¿Qué usaste?", "What did you use?", "ماذا استخدمت؟"), parts))
      .ask("ranking", ranking(l("Ordénalo.", "Put it in order.", "رتّبها."), parts, { top: 3 }))
      .ask("matrix", matrix(l("¿Cómo fue?", "How was it?", "كيف كان؟"), parts, levels))
      .ask("maxDiff", maxDiff(l("¿Qué importa?", "What matters?", "ما المهم؟"), parts, { size: 3, times: 1 }))
      .ask("text", text(l("¿Qué ciudad?", "Which town?", "أي مدينة؟")))
      .ask("openText", openText(l("¿Por qué?", "Why?", "لماذا؟")), { required: false })
      .ask("date", date(l("¿Qué día?", "Which day?", "أي يوم؟"), { earliest: "2026-01-01" }))
      .ask("time", time(l("¿A qué hora?", "At what time?", "في أي ساعة؟")))
      .ask("email", email(l("¿Tu correo?", "Your e-mail?", "بريدك؟")))
      .ask("phone", phone(l("¿Tu teléfono?", "Your telephone?", "هاتفك؟")))
      .ask("file", file(l("Una foto", "A picture", "صورة"), { accept: ["image/*"], maxBytes: 100_000, most: 2 }), {
        required: false,
      })
      .ask("consent", consent(l("¿Podemos citarte?", "May we quote you?", "هل يمكننا اقتباسك؟")))
      .ask(
        "contact",
        contact(l("¿Cómo te llamamos?", "How do we call you?", "كيف نتصل بك؟"), ["name", "email", "city"], {
          optional: ["city"],
        }),
      )
      .ask(
        "people",
        panel(
          l("¿Quién fue?", "Who came?", "من جاء؟"),
          (inner) =>
            inner
              .ask("name", text(l("Nombre", "Name", "الاسم")))
              .ask("child", consent(l("¿Es menor?", "Under age?", "قاصر؟")))
              .ask("age", number(l("Edad", "Age", "العمر"), { low: 0, high: 17, whole: true }), {
                when: ({ child }) => child.is(true),
              }),
          { most: 3 },
        ),
      )
      .thank(l("Gracias por todo.", "Thank you for everything.", "شكراً على كل شيء.")),
  { unverified: true }, // so many questions are a lot to ask
)

/** An answer to every question of it, in their order. */
export const everyAnswer = {
  hello: null,
  nps: 9,
  csat: 4,
  ces: 6,
  rating: 5,
  slider: 35,
  number: 3,
  choice: "speed",
  dropdown: "people",
  picture: "two",
  choices: ["price", "words"],
  ranking: ["words", "price", "speed"],
  matrix: { price: "bad", speed: "good", people: "good", words: "fair" },
  maxDiff: everyKind.questions.flatMap((question) =>
    question.kind === "max-diff" ? question.sets.map(([best = "", worst = ""]) => ({ best, worst })) : [],
  ),
  text: "Vigo",
  openText: "Because\nof the people",
  date: "2026-03-29",
  time: "09:30",
  email: "ana@example.com",
  phone: "+34600111222",
  file: null,
  consent: true,
  contact: { name: "Ana", email: "ana@example.com" },
  people: [
    { name: "Ana", child: false },
    { name: "Leo", child: true, age: 7 },
  ],
} as const

/** A house that asks these surveys by mail and by text message, and the links that it sends. */
export const aSurveyHouse = <const Surveys extends readonly Survey[]>(
  surveys: Surveys,
  options: object = {},
  faults: readonly Fault[] = [],
) => {
  const mail = { ...fakeChannel({ scheme: "email", faults }), kind: "email" as const }
  const failures: unknown[] = []
  const sms = { ...fakeChannel({ scheme: "tel" }), kind: "sms" as const }
  const escucha = createTestEscucha({
    channels: { mail, sms },
    surveys,
    secret: linkSecret,
    publicUrl: "https://shop.example.com",
    prefix: "/listen",
    contact: { countries: ["ES"], surveys: { atMost: "unlimited" } },
    report: (failure) => failures.push(failure),
    ...options,
  })
  /** The path of a link, as a browser asks for it. */
  const pathOf = (url: string) => url.replace("https://shop.example.com", "")
  const open = async (path: string, headers = {}) => {
    const { status, body, headers: told } = await escucha.handle(aRequest("GET", path, { headers }))
    return { status, page: String(body), headers: told }
  }
  const send = async (path: string, fields: Iterable<readonly [string, string]>, headers = {}) => {
    const body = new URLSearchParams([...fields].map(([name, value]) => [name, value])).toString()
    const type = { "content-type": "application/x-www-form-urlencoded" }
    const answer = await escucha.handle(aRequest("POST", path, { body, headers: { ...type, ...headers } }))
    const { location } = answer.headers
    const next = location === undefined ? undefined : new URL(location, `http://localhost${path}`).pathname
    return { status: answer.status, page: String(answer.body), next }
  }
  /** Hands in a form with files. */
  const handIn = async (path: string, form: FormData) => {
    const encoded = new Response(form)
    const headers = { "content-type": encoded.headers.get("content-type") ?? "" }
    const body = new Uint8Array(await encoded.arrayBuffer())
    const { status, body: page } = await escucha.handle(aRequest("POST", path, { body, headers }))
    return { status, page: String(page) }
  }
  /** Asks somebody, and gives the response and its link. */
  const ask = async (customer: string, survey: Surveys[number]["name"], via: "mail" | "sms") => {
    const asking = await escucha.surveys.ask(customer, survey as never, { via })
    if (asking.status !== "asked") throw new TypeError(`nobody was asked: ${JSON.stringify(asking)}`)
    await escucha.settled()
    return { response: asking.response, link: pathOf(await escucha.surveys.link(customer, asking.response)) }
  }
  return { escucha, failures, mail, sms, pathOf, open, send, handIn, ask }
}

/** A survey of two questions, with other words for a mail. */
export const visit = defineSurvey(
  "visit",
  (s) =>
    s
      .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }), {
        wording: { email: { es: "¿Nos *recomendarías* por correo?", en: "Would you *recommend* us, by mail?" } },
      })
      .ask("fix", choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, ["delivery", "price"]))
      .thank({ es: "Gracias.", en: "Thank you." }),
  { within: "30 days" },
)

/** The question that a page asks. */
export const questionOn = (page: string): string | undefined => /name="question" value="(\w+)"/.exec(page)?.[1]

/** What stands at the top of a page. */
export const headingOf = (page: string): string | undefined =>
  /<h1[^>]*>(.*?)<\/h1>/s.exec(page)?.[1]?.replaceAll(/<[^>]*>/g, "")

/** The form in which a question with one control is answered. */
export const answering = (question: string, value: string): [string, string][] => [
  ["do", "answer"],
  ["question", question],
  [question, value],
]

/** The links of a mail, by their labels. */
export const linksIn = (message: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...message.matchAll(/([^\s·][^\n·]*?) \(https:\/\/shop\.example\.com(\/listen\/s\/\S+)\)/g)].map(
      ([, label, path]) => [label, path],
    ),
  )
