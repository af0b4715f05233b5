import type { Question, QuestionOf } from "../../survey/question.ts"
import { fieldNames } from "../../survey/parts.ts"
import { contactFields } from "../../survey/question-form.ts"
import { countField, type Given } from "./given.ts"
import { element, fragment, type Html, type Part } from "./html.ts"
import { innerQuestion, thingIn, thingsIn } from "./read-form.ts"
import { group, idOf, type Sheet } from "./sheet.ts"
import { counted, ours, said } from "./words.ts"

const thingName = (index: number, { face }: Pick<Sheet, "face">): Html =>
  counted(face, { es: `N.º ${index + 1}`, en: `No. ${index + 1}` })

/** The name of a field where it is a part of its question; `undefined` where it is all of it. */
export const partName = (question: Question, field: string, { face }: Pick<Sheet, "face">): Html | undefined => {
  const part = field.slice(question.id.length + 1)
  if (part === "") return undefined
  if (question.kind === "matrix") {
    const row = question.rows.find(({ value }) => value === part)
    return row && said(face, row.label)
  }
  if (question.kind === "contact") {
    const name = contactFields.find((each) => each === part)
    return name && said(face, fieldNames[name])
  }
  const [number = "", inner = "", ...deeper] = part.split(".")
  const at = Number(number)
  if (question.kind === "max-diff") return counted(face, { es: `Grupo ${at + 1}`, en: `Set ${at + 1}` })
  if (question.kind !== "panel") return undefined
  const asked = question.questions.find(({ id }) => id === inner)
  const named = asked && partName(asked, [asked.id, ...deeper].join("."), { face })
  return fragment(thingName(at, { face }), asked && [", ", said(face, asked.text)], named && [", ", named])
}

/** The questions that depend on others and stand on the form: who answers one of those may have more to answer. */
export const shownField = (id: string): string => `${id}#shown`

/** The conditional questions of a panel that are asked by what was given so far. */
export const conditionalIn = (question: QuestionOf<"panel">, given: Given): readonly string[] =>
  Array.from({ length: thingsIn(question, given) }, (_, index) => index).flatMap((index) =>
    thingIn(question, index, given)
      .asked.filter(({ when }) => when !== undefined)
      .map((inner) => innerQuestion(question, index, inner).id),
  )

const hiddenIn = (question: QuestionOf<"panel">, given: Given): Part => [
  element("input", { type: "hidden", name: countField(question.id), value: thingsIn(question, given) }),
  ...conditionalIn(question, given).map((value) =>
    element("input", { type: "hidden", name: shownField(question.id), value }),
  ),
]

/** The same questions for each of several things, with buttons for one more and one less. `draw` draws one question. */
export const panelControl = (
  question: QuestionOf<"panel">,
  sheet: Sheet,
  draw: (inner: Question, sheet: Sheet) => Html,
): Html => {
  const { id, least, most, another } = question
  const { face, given } = sheet
  const count = thingsIn(question, given)
  const things = Array.from({ length: count }, (_, index) => {
    const name = thingName(index, sheet)
    const removal = element(
      "button",
      { class: "quiet", name: "do", value: `remove.${index}` },
      ours(face, "remove"),
      " ",
      name,
    )
    const inner = thingIn(question, index, given).asked.map((each) =>
      draw(innerQuestion(question, index, each), { ...sheet, isInner: true }),
    )
    const own = { class: "thing", id: index === 0 ? idOf(id) : undefined }
    return element("fieldset", own, element("legend", {}, name), inner, count > Math.max(1, least) && removal)
  })
  const add = element("button", { class: "quiet", name: "do", value: "add" }, ours(face, "add"))
  const more = count < most && element("p", {}, said(face, another), " ", add)
  return group(question, sheet, [hiddenIn(question, given), things, more])
}
