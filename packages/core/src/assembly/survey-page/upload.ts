import { isTypeIn } from "../../channel/media-type.ts"
import type { MediaBytes } from "../../channel/media.ts"
import { InputError } from "../../kernel/errors.ts"
import type { Localized } from "../../kernel/localized.ts"
import { unguessable } from "../../kernel/random.ts"
import { type AnswerProblem, refusal } from "../../survey/answer.ts"
import { hold } from "../../survey/hold.ts"
import type { QuestionOf } from "../../survey/question.ts"
import type { FileAnswer } from "../../survey/question-form.ts"
import type { Files } from "../media/files.ts"
import { fileIdOf } from "../media/id.ts"
import { ownText } from "./words.ts"

/** Files that were handed in and can be kept: what names them in the answer, and how they are kept or thrown away. */
export interface HandedIn {
  readonly value: readonly FileAnswer[]
  readonly keep: () => Promise<void>
  readonly forget: () => Promise<void>
}

const unsound: Localized = {
  es: "El archivo está vacío o no es de la clase que dice su nombre.",
  en: "The file is empty, or not of the kind that its name says.",
}

const plainType = (type: string): string => type.split(";", 1)[0]?.trim().toLowerCase() || "application/octet-stream"

const refused = (id: string, types: readonly string[]): AnswerProblem =>
  refusal(id, "not-an-option", "types", types).problem

const soundOf = (files: Files, file: MediaBytes, id: string): MediaBytes | AnswerProblem => {
  try {
    return files.check(file)
  } catch (failure) {
    if (!(failure instanceof InputError)) throw failure
    if (failure.reason === "too-large") return refusal(id, "too-big", "own", ownText("tooLarge")).problem
    return refusal(id, "wrong-kind", "own", unsound).problem
  }
}

/**
 * Looks at files that a page handed in: as the question wants them, as the house takes them from strangers, and whether they are what
 * they say. Nothing is kept yet.
 */
export const handedIn = async (
  files: Files | undefined,
  question: QuestionOf<"file">,
  given: readonly File[],
): Promise<HandedIn | AnswerProblem> => {
  const { id } = question
  if (!files?.canKeep) return refusal(id, "refused", "own", ownText("noFiles")).problem
  const named = given.map((file): FileAnswer => ({
    media: `media:${fileIdOf("survey", id, unguessable())}`,
    name: file.name,
    type: plainType(file.type),
    bytes: file.size,
  }))
  const held = hold(question, named)
  if ("problem" in held) return held.problem
  const { types } = files.setting
  if (named.some(({ type }) => !isTypeIn(type, types))) return refused(id, types)
  const sound: (MediaBytes & { readonly media: string })[] = []
  for (const [index, file] of given.entries()) {
    const { media = "", type = "" } = named[index] ?? {}
    const bytes = new Uint8Array(await file.arrayBuffer())
    const checked = soundOf(files, { bytes, type, name: file.name }, id)
    if ("field" in checked) return checked
    sound.push({ ...checked, media })
  }
  const ids = sound.map(({ media }) => media.slice("media:".length))
  return {
    value: sound.map(({ media, name, type, bytes }) => ({ media, name, type, bytes: bytes.length })),
    keep: async () => {
      for (const [index, { media: _, ...file }] of sound.entries()) await files.put(file, { id: ids[index] ?? "" })
    },
    forget: () => files.remove(ids),
  }
}
