import { type ReactNode, useEffect, useRef, useState } from "react"
import { textIn } from "@escucha/core/survey"
import { fieldId, type FieldProps, useFrame } from "./field-frame.ts"
import { Group } from "./field-parts.tsx"
import { filled, useLabels } from "./field-labels.ts"

const isText = (value: unknown): value is string => typeof value === "string"

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(isText) : [])

const moved = (list: readonly string[], item: string, by: number): readonly string[] => {
  const to = Math.min(list.length - 1, Math.max(0, list.indexOf(item) + by))
  return list.filter((each) => each !== item).toSpliced(to, 0, item)
}

type Act = "add" | "up" | "down" | "takeOut"

/** Which button was pressed: the keyboard stays with it, or goes to what stands in its place. */
interface Pressed {
  readonly option: string
  readonly act: Act
}

const focusAfter = (place: HTMLElement, { option, act }: Pressed): void => {
  const buttons = [...place.querySelectorAll<HTMLButtonElement>("button:not([aria-disabled=true])")]
  const own = buttons.filter(({ dataset }) => dataset["option"] === option)
  const another = buttons.find(({ dataset }) => dataset["act"] === "add")
  const found =
    act === "add" ? (another ?? own[0]) : (own.find(({ dataset }) => dataset["act"] === act) ?? own[0] ?? another)
  ;(found ?? buttons[0])?.focus()
}

interface RankedProps {
  readonly ranked: readonly string[]
  readonly nameOf: (option: string) => string
  readonly onChange: (after: readonly string[], pressed: Pressed) => void
}

const keys: { readonly [key: string]: number } = { ArrowUp: -1, ArrowDown: 1 }
const acts = ["up", "down", "takeOut"] as const

const Ranked = ({ ranked, nameOf, onChange }: RankedProps): ReactNode => {
  const labels = useLabels()
  const after = (option: string, act: (typeof acts)[number]) =>
    act === "takeOut" ? ranked.filter((each) => each !== option) : moved(ranked, option, act === "up" ? -1 : 1)
  return (
    <ol>
      {ranked.map((option, place) => (
        <li key={option}>
          <span>{nameOf(option)}</span>
          {acts.map((act) => {
            const isIdle = (act === "up" && place === 0) || (act === "down" && place === ranked.length - 1)
            return (
              <button
                key={act}
                type="button"
                data-option={option}
                data-act={act}
                aria-label={`${labels[act]}: ${nameOf(option)}`}
                aria-disabled={isIdle || undefined}
                onClick={() => !isIdle && onChange(after(option, act), { option, act })}
                onKeyDown={(event) => {
                  const by = keys[event.key]
                  if (by === undefined) return
                  event.preventDefault()
                  onChange(moved(ranked, option, by), { option, act })
                }}
              >
                <span>{labels[act]}</span>
              </button>
            )
          })}
        </li>
      ))}
    </ol>
  )
}

/** Puts options in order with buttons and arrow keys: nothing is dragged, and nothing is in order before somebody said so. */
export const RankingField = ({ question, value, onChange }: FieldProps<"ranking">): ReactNode => {
  const frame = useFrame()
  const { language } = frame
  const labels = useLabels()
  const { options, top } = question
  const hint = `${fieldId(frame, question.id)}-order`
  const place = useRef<HTMLDivElement>(null)
  const pressed = useRef<Pressed>(null)
  const [said, say] = useState("")
  const ranked = listOf(value)
  const wanted = Math.min(top, options.length)
  const nameOf = (option: string) => textIn(options.find((each) => each.value === option)?.label ?? "", language)
  useEffect(() => {
    if (place.current && pressed.current) focusAfter(place.current, pressed.current)
    pressed.current = null
  })
  const change: RankedProps["onChange"] = (after, { option, act }) => {
    const left = options.map((each) => each.value).filter((each) => !after.includes(each))
    pressed.current = { option, act }
    const at = after.indexOf(option) + 1
    const item = nameOf(option)
    say(at > 0 ? filled(labels.placed, { item, place: at, count: wanted }) : `${labels.takeOut}: ${item}`)
    // who put all but one in order has put the last one, too
    const isWhole = act === "add" && left.length === 1 && after.length === wanted - 1
    onChange(isWhole ? [...after, ...left] : after)
  }
  return (
    <Group question={question} describedBy={hint}>
      <div ref={place} className="escucha-order">
        <p className="escucha-help" id={hint}>
          {filled(labels.order, { count: wanted })}
        </p>
        {ranked.length > 0 && <Ranked ranked={ranked} nameOf={nameOf} onChange={change} />}
        {ranked.length < wanted && (
          <ul>
            {options
              .filter((option) => !ranked.includes(option.value))
              .map(({ value: option }) => (
                <li key={option}>
                  <button
                    type="button"
                    data-option={option}
                    data-act="add"
                    onClick={() => change([...ranked, option], { option, act: "add" })}
                  >
                    {nameOf(option)}
                  </button>
                </li>
              ))}
          </ul>
        )}
        <p role="status" className="escucha-unseen">
          {said}
        </p>
      </div>
    </Group>
  )
}
