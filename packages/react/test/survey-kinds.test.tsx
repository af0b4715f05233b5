// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react"
import { afterEach, describe, expect, it, vi } from "vitest"
import {
  ces,
  choice,
  choices,
  consent,
  contact,
  csat,
  date,
  defineSurvey,
  type Draft,
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
  type Question,
  ranking,
  rating,
  slider,
  text,
  time,
} from "@escucha/core/survey"
import { SurveyForm, type SurveyFormProps, useSurveyDefinition } from "../src/index.ts"

afterEach(cleanup)

const options = ["price", "speed", "people"] as const

const aForm = (
  survey: Parameters<typeof useSurveyDefinition>[0],
  { layout, ...more }: Parameters<typeof useSurveyDefinition>[1] & Pick<SurveyFormProps, "layout"> = {},
) => {
  const onComplete = vi.fn<(answers: object) => void>()
  const Page = () => (
    <SurveyForm survey={useSurveyDefinition(survey, { onComplete, ...more })} {...(layout && { layout })} />
  )
  render(<Page />)
  return { onComplete, answers: () => onComplete.mock.calls[0]?.[0] }
}

const radio = (name: string) => fireEvent.click(screen.getByRole("radio", { name }))
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }))
const write = (name: string, value: string) => fireEvent.change(screen.getByLabelText(name), { target: { value } })

/** A question of a kind, what somebody does, and what is stored. */
const kinds: readonly (readonly [string, Draft<unknown, Question | object>, () => unknown, unknown])[] = [
  ["nps", nps("Q"), () => radio("9"), 9],
  ["csat", csat("Q"), () => radio("Satisfied"), 4],
  ["ces", ces("Q"), () => radio("7"), 7],
  ["rating", rating("Q", { high: 3 }), () => radio("3"), 3],
  ["slider", slider("Q", { step: 5 }), () => write("Q: As a number", "35"), 35],
  ["number", number("Q", { whole: true }), () => write("Q", "12"), 12],
  ["choice", choice("Q", options), () => radio("speed"), "speed"],
  ["dropdown", dropdown("Q", options), () => write("Q", "people"), "people"],
  ["image-choice", imageChoice("Q", [{ value: "a", image: "/a.png", alt: "A cup" }]), () => radio("A cup a"), "a"],
  [
    "choices",
    choices("Q", options),
    () => options.slice(0, 2).map((name) => fireEvent.click(screen.getByRole("checkbox", { name }))),
    ["price", "speed"],
  ],
  ["ranking", ranking("Q", options), () => ["people", "price"].forEach(press), ["people", "price", "speed"]],
  ["matrix", matrix("Q", ["a", "b"], ["bad", "good"]), () => ["a bad", "b good"].map(radio), { a: "bad", b: "good" }],
  [
    "max-diff",
    maxDiff("Q", options, { size: 3, times: 1 }),
    () => ["speed Matters most", "price Matters least"].map(radio),
    [{ best: "speed", worst: "price" }],
  ],
  ["text", text("Q"), () => write("Q", " Vigo "), "Vigo"],
  ["open-text", openText("Q"), () => write("Q", "Because"), "Because"],
  ["date", date("Q"), () => write("Q", "2026-03-29"), "2026-03-29"],
  ["time", time("Q"), () => write("Q", "09:30"), "09:30"],
  ["email", email("Q"), () => write("Q", "ana@example.com"), "ana@example.com"],
  ["phone", phone("Q"), () => write("Q", "0034 600 111 222"), "+34600111222"],
  ["consent", consent("Q"), () => radio("No"), false],
  ["contact", contact("Q", ["name", "city"], { optional: ["city"] }), () => write("Name", "Ana"), { name: "Ana" }],
  ["panel", panel("Q", (inner) => inner.ask("name", text("Called"))), () => write("Called", "Leo"), [{ name: "Leo" }]],
]

const alone = (asked: object) => {
  const survey = defineSurvey("one", (s) => s.ask("it", nps("Q")))
  return { ...survey, questions: [{ ...asked, id: "it", required: true } as Question] } // of the kind that was drafted
}

describe("a question in a page", () => {
  it.each(kinds)("of the kind %s stores what somebody did", async (_kind, asked, act, stored) => {
    const { answers } = aForm(alone(asked))
    await screen.findByRole("button", { name: "Continue" })
    act()
    press("Continue")
    await expect.poll(answers).toEqual({ it: stored })
  })

  it.each(kinds)("of the kind %s is not passed over where it is required", async (_kind, asked) => {
    const { onComplete } = aForm(alone(asked))
    await screen.findByRole("button", { name: "Continue" })
    press("Continue")
    await expect.poll(() => document.querySelector(".escucha-problem")?.textContent).toMatch(/^(Please|Each|Add)/)
    expect(onComplete).not.toHaveBeenCalled()
  })

  it("takes figures from the keyboard, and ten as one and zero", async () => {
    const { answers } = aForm(alone(nps("Q")))
    const group = await screen.findByRole("group", { name: "Q" })
    fireEvent.keyDown(group, { key: "1" })
    fireEvent.keyDown(group, { key: "0" })
    press("Continue")
    await expect.poll(answers).toEqual({ it: 10 })
  })

  it("puts the others out where an option stands alone", async () => {
    const { answers } = aForm(alone(choices("Q", ["a", "b", { value: "none", alone: true }])))
    await screen.findByRole("group", { name: "Q" })
    for (const name of ["a", "none"]) fireEvent.click(screen.getByRole("checkbox", { name }))
    press("Continue")
    await expect.poll(answers).toEqual({ it: ["none"] })
  })

  it("lets what is in order change places, and takes it out again", async () => {
    const { answers } = aForm(alone(ranking("Q", options, { top: 2 })))
    await screen.findByRole("group", { name: "Q" })
    for (const name of ["price", "speed", "Move up: speed", "Take out: price", "people"]) press(name)
    press("Continue")
    await expect.poll(answers).toEqual({ it: ["speed", "people"] })
  })

  it("does not offer one option as the best and the worst", async () => {
    aForm(alone(maxDiff("Q", options, { size: 3, times: 1 })))
    await screen.findByRole("group", { name: "Q" })
    radio("price Matters most")
    radio("price Matters least")
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "price Matters most" }).checked).toBe(false)
  })

  it("asks of each thing what there is to ask of it, and forgets what was taken away", async () => {
    const who = panel(
      "Q",
      (inner) =>
        inner
          .ask("child", consent("Child?"))
          .ask("age", number("Age", { whole: true }), { when: ({ child }) => child.is(true) }),
      { most: 2 },
    )
    const { answers } = aForm(alone(who))
    await screen.findByRole("group", { name: "Q" })
    press("Add another")
    const second = within(screen.getByRole("group", { name: "2 of 2" }))
    fireEvent.click(second.getByRole("radio", { name: "Yes" }))
    fireEvent.change(second.getByLabelText("Age"), { target: { value: "7" } })
    fireEvent.click(within(screen.getByRole("group", { name: "1 of 2" })).getByRole("button", { name: /^Remove/ }))
    press("Continue")
    await expect.poll(answers).toEqual({ it: [{ child: true, age: 7 }] })
  })

  it("says of every field what is wrong with it", async () => {
    aForm(alone(contact("Q", ["name", "email", "phone"])))
    await screen.findByRole("group", { name: "Q" })
    write("Name", "Ana")
    write("E-mail", "ana")
    press("Continue")
    const summary = await screen.findByRole("group", { name: "Something is missing" })
    await expect.poll(() => document.activeElement).toBe(summary)
    expect(
      within(summary)
        .getAllByRole("link")
        .map(({ textContent }) => textContent),
    ).toEqual([
      expect.stringMatching(/^E-mail: Please write a mail address/),
      expect.stringMatching(/^Phone: Please give an answer/),
    ])
    expect(screen.getByLabelText("E-mail").getAttribute("aria-invalid")).toBe("true")
  })
})

describe("files in a page", () => {
  const picture = alone(file("Q", { accept: ["image/*"], maxBytes: 10, most: 2 }))
  const choose = (...files: readonly File[]) =>
    fireEvent.change(screen.getByLabelText("Choose files"), { target: { files } })
  const upload = async ({ name, type, size }: File) => ({ media: `m-${name}`, name, type, bytes: size })

  it("are handed in as they are chosen, and can be taken out", async () => {
    const { answers } = aForm(picture, { upload })
    await screen.findByLabelText("Choose files")
    choose(new File(["1"], "a.png", { type: "image/png" }), new File(["2"], "b.png", { type: "image/png" }))
    await screen.findByText("Added: b.png")
    press("Remove: a.png")
    press("Continue")
    await expect.poll(answers).toEqual({ it: [{ media: "m-b.png", name: "b.png", type: "image/png", bytes: 1 }] })
  })

  it.each([
    ["too big", new File(["12345678901"], "a.png", { type: "image/png" }), /^Each file may have/],
    ["of another kind", new File(["1"], "a.pdf", { type: "application/pdf" }), /^These are accepted/],
  ])("that are %s are not sent", async (_case, wrong, message) => {
    const sent = vi.fn<typeof upload>(upload)
    aForm(picture, { upload: sent })
    await screen.findByLabelText("Choose files")
    choose(wrong)
    expect((await screen.findByRole("alert")).textContent).toMatch(message)
    expect(sent).not.toHaveBeenCalled()
  })

  it("are refused where nobody keeps them", async () => {
    aForm(picture)
    await screen.findByLabelText("Choose files")
    choose(new File(["1"], "a.png", { type: "image/png" }))
    expect((await screen.findByRole("alert")).textContent).toBe("Files cannot be attached here.")
  })
})

const visit = defineSurvey("visit", (s) =>
  s
    .ask("score", nps("Score?"))
    .ask("why", openText("Why?"), { when: ({ score }) => score.atMost(6), required: false })
    .ask("more", text("More?"))
    .end("sad", "Sorry.", { when: ({ score }) => score.atMost(6), link: "https://shop.example/sorry" })
    .thank("Thanks."),
)

describe("a survey in a page alone", () => {
  it("goes back to what was answered, and on from there", async () => {
    const { answers } = aForm(visit)
    await screen.findByRole("group", { name: "Score?" })
    radio("9")
    press("Continue")
    await screen.findByLabelText("More?")
    press("Back")
    await screen.findByRole("group", { name: "Score?" })
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "9" }).checked).toBe(true)
    radio("2")
    press("Continue")
    fireEvent.change(await screen.findByLabelText("Why? (optional)"), { target: { value: "slow" } })
    press("Continue")
    fireEvent.change(await screen.findByLabelText("More?"), { target: { value: "no" } })
    press("Continue")
    await expect.poll(answers).toEqual({ score: 2, why: "slow", more: "no" })
  })

  it("ends as it says, and leads only to pages", async () => {
    const ended = (link: string) => ({ ...visit, endings: [{ id: "end", text: "Bye.", link }] })
    aForm({
      ...ended("https://shop.example/"),
      questions: [{ ...alone(consent("Q")).questions[0], id: "it" } as Question],
    })
    await screen.findByRole("group", { name: "Q" })
    radio("Yes")
    press("Continue")
    await screen.findByText("Bye.")
    expect(screen.getByRole("link", { name: "Go on" }).getAttribute("href")).toBe("https://shop.example/")
    cleanup()
    aForm({
      ...ended("javascript:alert(1)"),
      questions: [{ ...alone(consent("Q")).questions[0], id: "it" } as Question],
    })
    await screen.findByRole("group", { name: "Q" })
    radio("Yes")
    press("Continue")
    await screen.findByText("Bye.")
    expect(screen.queryByRole("link")).toBeNull()
  })

  it("on one page, opens a branch as answers change, and keeps what was written in it", async () => {
    const { answers } = aForm(visit, { layout: "page" })
    await screen.findByRole("group", { name: "Score?" })
    expect(screen.queryByLabelText("Why? (optional)")).toBeNull()
    radio("3")
    write("Why? (optional)", "slow")
    radio("9")
    expect(screen.queryByLabelText("Why? (optional)")).toBeNull()
    radio("3")
    expect(screen.getByLabelText<HTMLTextAreaElement>("Why? (optional)").value).toBe("slow")
    press("Send")
    const summary = await screen.findByRole("group", { name: "Something is missing" })
    expect(summary.textContent).toContain("More?: Please give an answer.")
    write("More?", "no")
    press("Send")
    await expect.poll(answers).toEqual({ score: 3, why: "slow", more: "no" })
  })

  it("does not ask what is known", async () => {
    const { answers } = aForm(visit, { initial: { score: 9 }, layout: "page" })
    await screen.findByLabelText("More?")
    expect(screen.queryByRole("group", { name: "Score?" })).toBeNull()
    write("More?", "no")
    press("Send")
    await expect.poll(answers).toEqual({ score: 9, more: "no" })
  })
})
