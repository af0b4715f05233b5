/** Gives a text to the reader as a file, as if they had followed a link to it. */
export const saveFile = ({
  name,
  type,
  content,
}: {
  readonly name: string
  readonly type: string
  readonly content: string
}): void => {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000) // the browser reads it after this turn
}
