/** The id of the summary of what is wrong, behind the prefix of a form; no question has it, for a question's begins with a letter. */
export const summaryId = "-problems"

/** Gives the keyboard to a field of a form, or where it has none of its own, to what it is a part of. */
export const focusField = (prefix: string, field: string): void => {
  const place = document.getElementById(`${prefix}${field}`)
  if (place) place.focus()
  else if (field.includes(".")) focusField(prefix, field.slice(0, field.lastIndexOf(".")))
}

/** Gives the keyboard to the summary of what is wrong; where there is none, to the field. */
export const focusProblem = (prefix: string, field: string): void => {
  const summary = document.getElementById(`${prefix}${summaryId}`)
  if (summary) summary.focus()
  else focusField(prefix, field)
}
