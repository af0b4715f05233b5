import { isSo, listOf, own, textOf } from "./foreign-json.ts"
import { isRecord, type AnyRecord } from "../../kernel/record.ts"
import { strangeInContainer } from "./surveyjs-properties.ts"

/** An element, out of the pages and panels that it stood in. */
export interface Flat {
  readonly element: AnyRecord
  readonly name: string
  /** The formulas under which the pages and panels around it, and it itself, are shown. */
  readonly when: readonly string[]
  /** It is the title of a page or a panel. */
  readonly isHeading?: true
}

/** What was flattened: elements in their order, and which of them come in another order each time. */
export interface Flattened {
  readonly elements: readonly Flat[]
  readonly mixed: readonly (readonly string[])[]
}

type Refuse = (where: string, what: string, reason: string) => void

const deepest = 20

// Where a formula says when it is shown, it is not asked whether it is to be seen at first.
const shownIf = (element: AnyRecord): readonly string[] => {
  const formula = textOf(element, "visibleIf")
  if (formula !== undefined) return [formula]
  return own(element, "visible") === false ? ["false"] : []
}

const nameOf = (element: AnyRecord, otherwise: string): string => textOf(element, "name") ?? otherwise

const childrenOf = (container: AnyRecord): readonly unknown[] => {
  const elements = listOf(container, "elements")
  return elements.length > 0 ? elements : listOf(container, "questions")
}

/** The elements of pages and panels one after the other, each with the conditions of all that it stood in. */
export const flattened = (containers: readonly unknown[], refuse: Refuse): Flattened => {
  const elements: Flat[] = []
  const mixed: (readonly string[])[] = []
  const walk = (raw: unknown, when: readonly string[], depth: number, isContainer: boolean): void => {
    if (!isRecord(raw)) return
    const here = [...when, ...shownIf(raw)]
    const name = nameOf(raw, `${isContainer ? "part" : "question"}${elements.length + 1}`)
    if (!isContainer && own(raw, "type") !== "panel") {
      elements.push({ element: raw, name, when: here })
      return
    }
    if (depth > deepest) {
      refuse(name, "panel", `it stands more than ${deepest} deep; it is left out`)
      return
    }
    for (const strange of strangeInContainer(raw))
      refuse(name, strange, "there is nothing like it for a page or a panel")
    if (isSo(raw, "isRequired") || textOf(raw, "requiredIf") !== undefined)
      refuse(name, "isRequired", "one of several questions cannot be required")
    if (own(raw, "title") !== undefined && own(raw, "title") !== "")
      elements.push({
        element: { type: "html", html: own(raw, "title") },
        name: `${name}-title`,
        when: here,
        isHeading: true,
      })
    const first = elements.length
    for (const child of childrenOf(raw)) walk(child, here, depth + 1, false)
    if (own(raw, "questionOrder") === "random" || own(raw, "questionsOrder") === "random")
      mixed.push(elements.slice(first).map((each) => each.name))
  }
  for (const container of containers) walk(container, [], 0, true)
  return { elements, mixed }
}
