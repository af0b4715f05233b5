import type { ToSend } from "../../data/survey-client.ts"

/** What a colleague filled in: to whom, to how many, how. */
export interface SendForm {
  /** A segment; everybody, where it is empty. */
  readonly segment: string
  readonly sample: "all" | "part" | "some"
  readonly percent: string
  readonly people: string
  readonly via: readonly string[]
  readonly pacing: string
  readonly isReminded: boolean
}

/** The form as it opens. */
export const emptyForm: SendForm = {
  segment: "",
  sample: "all",
  percent: "10",
  people: "50",
  via: [],
  pacing: "",
  isReminded: false,
}

const remindedAfter = "3 days"

/** What a form sends, or which of its fields cannot be so. */
export const toSend = (
  id: string,
  { segment, sample, percent, people, via, pacing, isReminded }: SendForm,
): { readonly send: ToSend } | { readonly wrong: "percent" | "people" } => {
  const share = Number(percent.replace(",", ".")) / 100
  const most = Number(people)
  if (sample === "part" && !(percent.trim() !== "" && share > 0 && share <= 1)) return { wrong: "percent" }
  if (sample === "some" && !(people.trim() !== "" && Number.isSafeInteger(most) && most >= 1))
    return { wrong: "people" }
  return {
    send: {
      id,
      to: segment === "" ? "everybody" : { segment },
      ...(sample === "part" && { sample: share }),
      ...(sample === "some" && { sample: { atMost: most } }),
      ...(via.length > 0 && { via }),
      ...(pacing !== "" && { pacing }),
      ...(isReminded && { remind: [remindedAfter] }),
    },
  }
}
