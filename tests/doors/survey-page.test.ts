import { describe, expect, it } from "vitest"
import { fieldsOf } from "../../packages/core/src/assembly/survey-page/given.ts"
import {
  choice,
  consent,
  defineSurvey,
  file,
  nps,
  openText,
  panel,
  text,
  number,
} from "../../packages/core/src/survey.ts"
import type { Question } from "../../packages/core/src/survey/question.ts"
import { answering, aSurveyHouse, everyAnswer, everyKind, headingOf, questionOn } from "./a-survey.ts"

const ana = "email:ana@example.com"

const problemsOn = (page: string) =>
  [...page.matchAll(/<li><a href="#([^"]*)">(.*?)<\/a>/g)].map(([, to, words = ""]) => [
    to,
    words.replaceAll(/<[^>]*>/g, ""),
  ])

const visit = defineSurvey("visit", (s) =>
  s
    .ask("score", nps({ es: "¿Nos recomendarías, {name|tú}?", en: "Would you recommend us?" }))
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" }), { when: ({ score }) => score.lessThan(9), required: false })
    .ask("fix", choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, ["delivery", "price"]))
    .end(
      "lost",
      { es: "Lo sentimos.", en: "We are sorry." },
      { when: ({ score }) => score.atMost(2), link: "https://shop.example.com/help?a=1&b=2" },
    )
    .thank({ es: "Gracias.", en: "Thank you." }),
)

const formOf = (question: Question, value: unknown): [string, string][] => [
  ["do", value === null ? "skip" : "answer"],
  ["question", question.id],
  ...fieldsOf(question, value).flatMap(([field, values]) => values.map((each): [string, string] => [field, each])),
  ...(question.kind === "panel" ? [["people#shown", "people.1.age"] as [string, string]] : []),
]

describe("the page of a survey", () => {
  it("asks every kind of question without a script, and takes what the form says", async () => {
    const { escucha, open, send, ask } = aSurveyHouse([everyKind])
    const { link } = await ask(ana, "everyKind", "mail")
    let path = link
    const asked: string[] = []
    for (;;) {
      const { status, page } = await open(path)
      expect(page).not.toContain("<script")
      const question = everyKind.questions.find(({ id }) => id === questionOn(page))
      if (!question) break
      asked.push(question.id)
      const value = everyAnswer[question.id as keyof typeof everyAnswer] // the answers are by the ids of the questions
      const taken = await send(path, formOf(question, value))
      expect([question.id, status, taken.status, problemsOn(taken.page)]).toEqual([question.id, 200, 303, []])
      path = taken.next ?? path
    }
    expect(asked).toEqual(everyKind.questions.slice(1).map(({ id }) => id)) // what is only said was said in the mail
    expect(headingOf((await open(path)).page)).toBe("Thank you for everything.")
    const [response] = await escucha.surveys.responses(ana)
    expect(response?.answers).toEqual(everyAnswer)
    expect(response?.question).toBeNull()
    await escucha.close()
  })

  it("says what is wrong, beside its field and above, and takes nothing of it", async () => {
    const { escucha, open, send, ask } = aSurveyHouse([everyKind])
    const { link } = await ask(ana, "everyKind", "mail")
    const eleven = await send(link, answering("nps", "11"))
    expect(eleven.status).toBe(422)
    expect(problemsOn(eleven.page)).toEqual([["f-nps", "Please answer with a whole number from 0 to 10."]])
    expect(eleven.page).toContain('role="alert" tabindex="-1" autofocus')
    expect(eleven.page).toMatch(/<title>Error: /)
    expect(eleven.page).toMatch(/<fieldset class="question" aria-describedby="[^"]*f-nps-problem"/)
    const nothing = await send(link, [["question", "nps"]])
    expect([nothing.status, problemsOn(nothing.page)]).toEqual([422, [["f-nps", "Please give an answer."]]])
    expect((await escucha.surveys.responses(ana))[0]?.answers).toEqual({ hello: null })
    expect(questionOn((await open(link)).page)).toBe("nps")
    await escucha.close()
  })

  it("keeps what was entered when a part of it is wrong, and names every part", async () => {
    const { escucha, open, send, ask } = aSurveyHouse([everyKind])
    const { link, response } = await ask(ana, "everyKind", "mail")
    for (const [question, value] of Object.entries(everyAnswer).slice(1, -2))
      await escucha.surveys.answer(ana, {
        survey: "everyKind",
        response,
        question: question as never,
        value: value as never,
      }) // as they stand beside the definition
    expect(questionOn((await open(link)).page)).toBe("contact")
    const half = await send(link, [
      ["question", "contact"],
      ["contact.name", '"><b>Ana'],
      ["contact.email", "ana@"],
    ])
    expect(half.page).toContain('value="&quot;&gt;&lt;b&gt;Ana"')
    expect(problemsOn(half.page)).toEqual([
      ["f-contact.email", "E-mail: Please write a mail address, such as ana@mail.com."],
    ])
    const none = await send(link, [["question", "contact"]])
    expect(problemsOn(none.page).map(([to]) => to)).toEqual(["f-contact.name", "f-contact.email"])
    await escucha.close()
  })

  it("goes back, changes an answer, and keeps what a later answer hides", async () => {
    const { escucha, open, send, ask } = aSurveyHouse([visit])
    const { link } = await ask(ana, "visit", "mail")
    await send(link, answering("score", "5"))
    const why = await open(link)
    expect([questionOn(why.page), headingOf(why.page)]).toEqual(["why", "Why? (optional)"])
    expect(why.page).toContain("Step 2 of 3")
    expect(why.page).toContain('<a href="?at=score">Back</a>')
    await send(link, answering("why", "slow\r\nand late"))
    const back = await open(`${link}?at=score`)
    expect(back.page).toMatch(/value="5" checked/)
    expect(back.page).not.toContain("Back</a>")
    await send(`${link}?at=score`, answering("score", "10"))
    expect(questionOn((await open(link)).page)).toBe("fix")
    expect((await open(`${link}?at=why`)).page).toContain('value="fix"') // it is asked no more
    const [response] = await escucha.surveys.responses(ana)
    expect(response?.answers).toEqual({ score: 10, why: "slow\nand late" })
    await escucha.close()
  })

  it("passes over what may be passed over, ends with its link, and lets an answer be changed behind the end", async () => {
    const { escucha, open, send, ask } = aSurveyHouse([visit])
    const { link } = await ask(ana, "visit", "mail")
    await send(link, answering("score", "1"))
    await send(link, [
      ["do", "skip"],
      ["question", "why"],
      ["why", "not this"],
    ])
    await send(link, answering("fix", "price"))
    const end = await open(link)
    expect(headingOf(end.page)).toBe("We are sorry.")
    expect(end.page).toContain('href="https://shop.example.com/help?a=1&amp;b=2"')
    expect(end.page).toContain('<a href="?at=fix">Change an answer</a>')
    await send(`${link}?at=fix`, answering("fix", "delivery"))
    const [response] = await escucha.surveys.responses(ana)
    expect([response?.answers, response?.question]).toEqual([{ score: 1, why: null, fix: "delivery" }, null])
    await escucha.close()
  })

  it("takes no answer to a question that is not asked any more, and shows the one that is", async () => {
    const { escucha, send, ask } = aSurveyHouse([visit])
    const { link } = await ask(ana, "visit", "mail")
    await send(link, answering("score", "10"))
    const stale = await send(link, answering("why", "late"))
    expect([stale.status, questionOn(stale.page)]).toEqual([409, "fix"])
    expect(stale.page).toContain("is not asked any more")
    const strange = await send(link, answering("constructor", "x"))
    expect(strange.status).toBe(409)
    const broken = await send(link, [], { "content-type": "multipart/form-data; boundary=x" })
    expect(broken.status).toBe(409)
    expect((await escucha.surveys.responses(ana))[0]?.answers).toEqual({ score: 10 })
    await escucha.close()
  })

  it("writes the same answer down once, however often it is sent", async () => {
    const { escucha, send, ask } = aSurveyHouse([visit])
    const { link } = await ask(ana, "visit", "mail")
    for (let time = 0; time < 3; time++) await send(link, answering("score", "10"))
    await escucha.settled()
    const kinds: string[] = []
    for await (const { entry } of escucha.store.feed(0)) kinds.push(entry.kind)
    expect(kinds.filter((kind) => kind === "question-answered")).toHaveLength(1)
    await escucha.close()
  })

  it("goes forward when the answer to which they went back in a chat is sent as it stands", async () => {
    const { escucha, sms, open, send, ask } = aSurveyHouse([visit])
    const { link } = await ask("tel:+34600111222", "visit", "sms")
    for (const said of ["10", "back"]) {
      await sms.receive({ type: "message", id: said, address: "+34600111222", text: said, at: escucha.clock.now() })
      await escucha.settled()
    }
    expect(questionOn((await open(link)).page)).toBe("score")
    const { next = "" } = await send(link, answering("score", "10"))
    expect(questionOn((await open(next)).page)).toBe("fix")
    await escucha.close()
  })

  it("is in the customer's language, else in that of their browser, and says which", async () => {
    const { escucha, open, ask } = aSurveyHouse([everyKind, visit])
    const { link } = await ask(ana, "everyKind", "mail")
    const spanish = await open(link, { "accept-language": "fr, es-MX;q=0.8" })
    expect(spanish.page).toContain('<html lang="es" dir="ltr">')
    expect([headingOf(spanish.page), spanish.page.includes(">Siguiente</button>")]).toEqual([
      "¿Nos recomendarías?",
      true,
    ])
    const arabic = await open(link, { "accept-language": "ar-EG,en" })
    expect(arabic.page).toContain('<html lang="ar" dir="rtl">')
    expect(arabic.page).toContain('<span lang="en" dir="ltr">Next</span>')
    await escucha.close()
  })

  it("can be framed, cached, indexed and run by nobody, and tells its address to nobody", async () => {
    const { escucha, open, ask } = aSurveyHouse([everyKind])
    const { link } = await ask(ana, "everyKind", "mail")
    const { headers } = await open(link)
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    })
    const policy = headers["content-security-policy"]
    for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"])
      expect(policy).toContain(rule)
    expect(policy).not.toMatch(/script-src|img-src/)
    await escucha.close()
  })
})

const trip = defineSurvey("trip", (s) =>
  s.ask(
    "people",
    panel(
      { es: "¿Quién viaja?", en: "Who travels?" },
      (inner) =>
        inner
          .ask("name", text({ es: "Nombre", en: "Name" }))
          .ask("child", consent({ es: "¿Es menor?", en: "Under age?" }))
          .ask("age", number({ es: "Edad", en: "Age" }, { low: 0, high: 17 }), {
            when: ({ child }) => child.is(true),
            required: false,
          }),
      { most: 2, another: { es: "¿Alguien más?", en: "Anybody else?" } },
    ),
  ),
)

describe("a panel on a page", () => {
  it("grows and shrinks by its buttons, and keeps what was entered", async () => {
    const { escucha, send, ask } = aSurveyHouse([trip])
    const { link } = await ask(ana, "trip", "mail")
    const first: [string, string][] = [
      ["question", "people"],
      ["people#count", "1"],
      ["people.0.name", "Ana"],
      ["people.0.child", "no"],
    ]
    const more = await send(link, [["do", "add"], ...first])
    expect([more.status, more.page.includes('value="Ana"'), more.page.includes("people.1.name")]).toEqual([
      200,
      true,
      true,
    ])
    expect(more.page).not.toContain("Anybody else?") // two at most
    const less = await send(link, [
      ["do", "remove.0"],
      ...first.filter(([name]) => name !== "people#count"),
      ["people#count", "2"],
      ["people.1.name", "Leo"],
    ])
    expect([less.page.includes('value="Leo"'), less.page.includes("people.1.name")]).toEqual([true, false])
    expect((await escucha.surveys.responses(ana))[0]?.answers).toEqual({})
    await escucha.close()
  })

  it("asks what an answer in it leads to before it is taken, also where that may be passed over", async () => {
    const { escucha, send, ask } = aSurveyHouse([trip])
    const { link } = await ask(ana, "trip", "mail")
    const form: [string, string][] = [
      ["do", "answer"],
      ["question", "people"],
      ["people#count", "1"],
      ["people.0.name", "Leo"],
      ["people.0.child", "yes"],
    ]
    const asked = await send(link, form)
    expect([asked.status, asked.page.includes('name="people.0.age"')]).toEqual([200, true])
    expect((await send(link, [...form, ["people#shown", "people.0.age"]])).status).toBe(303)
    expect((await escucha.surveys.responses(ana))[0]?.answers).toEqual({
      people: [{ name: "Leo", child: true, age: null }],
    })
    await escucha.close()
  })

  it("names the thing and the question that is wrong", async () => {
    const { escucha, send, ask } = aSurveyHouse([trip])
    const { link } = await ask(ana, "trip", "mail")
    const wrong = await send(link, [
      ["do", "answer"],
      ["question", "people"],
      ["people#count", "2"],
      ["people.0.name", "Ana"],
      ["people.0.child", "no"],
      ["people.1.name", "Leo"],
    ])
    expect(problemsOn(wrong.page)).toEqual([
      ["f-people.1.child", "No. 2, Under age?: Please answer yes or no."].with(
        1,
        expect.stringContaining("No. 2, Under age?"),
      ),
    ])
    await escucha.close()
  })
})

const proof = defineSurvey("proof", (s) =>
  s.ask("photo", file({ es: "Una foto", en: "A picture" }, { accept: ["image/*"], maxBytes: 1_000, most: 2 })),
)
const png = (bytes: number) => {
  const content = new Uint8Array(bytes)
  content.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return content
}
const withFiles = (...files: readonly File[]) => {
  const form = new FormData()
  form.append("question", "photo")
  form.append("do", "answer")
  for (const each of files) form.append("photo", each)
  return form
}

describe("a file on a page", () => {
  it("is kept, named in the answer, shown by its name, and goes with its customer", async () => {
    const { escucha, open, handIn, ask } = aSurveyHouse([proof])
    const { link } = await ask(ana, "proof", "mail")
    const taken = await handIn(link, withFiles(new File([png(80)], "broken lamp.png", { type: "image/png" })))
    expect(taken.status).toBe(303)
    const [response] = await escucha.surveys.responses(ana)
    const [photo] = (response?.answers["photo"] ?? []) as readonly { readonly media: string }[] // one file was taken
    expect(photo).toMatchObject({ name: "broken lamp.png", type: "image/png", bytes: 80 })
    expect(photo?.media).toMatch(/^media:m_[0-9a-f]{32}$/)
    const id = photo?.media.slice("media:".length) ?? ""
    expect((await escucha.store.media?.get(id))?.bytes.length).toBe(80)
    expect((await open(`${link}?at=photo`)).page).toContain("<li>broken lamp.png</li>")
    const again = await handIn(link, withFiles()) // none is chosen: the one that is there stays
    expect(again.status).toBe(303)
    await escucha.customers.erase(ana)
    expect(await escucha.store.media?.get(id)).toBeUndefined()
    await escucha.close()
  })

  it("is refused kindly when it is too large, too many, of another kind, or not what it says, and nothing is kept", async () => {
    const { escucha, handIn, ask } = aSurveyHouse([proof], { media: { maxBytes: 5_000 } })
    const { link } = await ask(ana, "proof", "mail")
    const said = async (...files: readonly File[]) => {
      const { status, page } = await handIn(link, withFiles(...files))
      return [status, problemsOn(page)[0]?.[1] ?? headingOf(page)]
    }
    const good = new File([png(80)], "a.png", { type: "image/png" })
    expect(await said(new File([png(1_001)], "a.png", { type: "image/png" }))).toEqual([
      422,
      "Each file may have 0.001 MB at most.",
    ])
    expect(await said(good, good, good)).toEqual([422, expect.stringMatching(/^Please attach .*2/)])
    expect(await said(new File(["text"], "a.txt", { type: "text/plain" }))).toEqual([
      422,
      "These are accepted: image/*.",
    ])
    expect(await said(new File(["<script>"], "a.png", { type: "image/png" }))).toEqual([
      422,
      "The file is empty, or not of the kind that its name says.",
    ])
    expect(await said()).toEqual([422, "Please give an answer."])
    expect(await said(new File([png(2_000_000)], "a.png", { type: "image/png" }))).toEqual([
      413,
      "It is too large to be sent.",
    ])
    expect((await escucha.surveys.responses(ana))[0]?.answers).toEqual({})
    await escucha.close()
  })
})
