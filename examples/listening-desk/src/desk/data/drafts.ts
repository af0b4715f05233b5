import type { CustomerId } from "@escucha/core"

const place = (customer: CustomerId): string => `escucha.desk.draft.${customer}`

/** What was begun to be written to a customer, in this tab. */
export const draftOf = (customer: CustomerId): string => sessionStorage.getItem(place(customer)) ?? ""

/** Keeps what was begun to be written; nothing is kept of an empty text. */
export const keepDraft = (customer: CustomerId, text: string): void => {
  if (text === "") sessionStorage.removeItem(place(customer))
  else sessionStorage.setItem(place(customer), text)
}
