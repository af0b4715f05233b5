import { type ReactNode, useEffect, useRef, useState } from "react"
import { type FileAnswer, textIn } from "@escucha/core/survey"
import { fieldId, type FieldProps, problemOf, useFrame } from "./field-frame.ts"
import { Asked, describing, Under } from "./field-parts.tsx"
import { filled, useLabels } from "./field-labels.ts"
import { problemWith } from "./survey-problems.ts"

const isFile = (value: unknown): value is FileAnswer => typeof value === "object" && value !== null && "media" in value

const filesOf = (value: unknown): readonly FileAnswer[] => (Array.isArray(value) ? value.filter(isFile) : [])

/** What was handed in, and how more is: one file after the other, each as soon as it was chosen. */
const useFiles = ({ question, value, onChange }: FieldProps<"file">) => {
  const { language, upload } = useFrame()
  const labels = useLabels()
  const [said, say] = useState("")
  const [refused, refuse] = useState<string>()
  const files = filesOf(value)
  const latest = useRef(files)
  useEffect(() => {
    latest.current = filesOf(value)
  }, [value])
  const change = (after: readonly FileAnswer[]) => {
    latest.current = after
    onChange(after.length > 0 ? after : undefined)
  }
  const take = async (file: File): Promise<string | undefined> => {
    const { name, type, size: bytes } = file
    const wanted = { media: "new", name, type: type || "application/octet-stream", bytes }
    const problem = problemWith(question, [...latest.current, wanted], language)
    if (problem !== undefined) return problem // before anything is sent
    say(labels.uploading)
    const sent = await upload(file)
    say("value" in sent ? filled(labels.uploaded, { name }) : "")
    if ("problem" in sent) return textIn(sent.problem.message, language)
    change([...latest.current, { name, ...sent.value }])
    return undefined
  }
  return {
    files,
    said,
    refused,
    remove: (media: string) => change(latest.current.filter((file) => file.media !== media)),
    add: async (chosen: readonly File[]) => {
      let wrong: string | undefined
      for (const file of chosen) wrong ??= await take(file)
      refuse(wrong)
    },
  }
}

const nameOf = ({ name, type }: FileAnswer): string => name ?? type

/** Hands in files. What is too big or of another kind is told before anything is sent. */
export const FileField = (props: FieldProps<"file">): ReactNode => {
  const { question } = props
  const frame = useFrame()
  const labels = useLabels()
  const id = fieldId(frame, question.id)
  const { files, said, refused, add, remove } = useFiles(props)
  const input = useRef<HTMLInputElement>(null)
  const isWrong = refused !== undefined || problemOf(frame, question.id) !== undefined
  return (
    <fieldset className="escucha-question" data-kind="file" data-wrong={isWrong ? "" : undefined}>
      <legend>
        <Asked question={question} />
      </legend>
      <Under question={question} />
      {refused !== undefined && (
        <p className="escucha-problem" id={`${id}-refused`} role="alert">
          {refused}
        </p>
      )}
      <input
        ref={input}
        type="file"
        id={id}
        aria-label={labels.files}
        aria-describedby={describing(frame, question, refused !== undefined && `${id}-refused`)}
        aria-invalid={isWrong || undefined}
        accept={question.accept.includes("*/*") ? undefined : question.accept.join(",")}
        multiple={question.most > 1}
        onChange={({ target }) => {
          const chosen = [...(target.files ?? [])]
          target.value = "" // what was chosen may be chosen again
          void add(chosen)
        }}
      />
      {files.length > 0 && (
        <ul className="escucha-files">
          {files.map((file) => (
            <li key={file.media}>
              <span>{nameOf(file)}</span>
              <button
                type="button"
                data-act="takeOut"
                aria-label={`${labels.remove}: ${nameOf(file)}`}
                onClick={() => {
                  remove(file.media)
                  input.current?.focus() // what was pressed goes away
                }}
              >
                <span>{labels.remove}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <p role="status">{said}</p>
    </fieldset>
  )
}
