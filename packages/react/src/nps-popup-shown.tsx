import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react"
import { PopupField } from "./popup-field.tsx"
import type { NpsPopupProps } from "./survey-form-props.ts"
import { stepLabelsIn } from "./survey-labels.ts"
import { SurveySteps } from "./survey-steps.tsx"
import { Surveyed } from "./surveyed.tsx"

/** Whether this place has the keyboard, or nothing has it. */
const isOurs = (place: HTMLElement | null): boolean => {
  const { activeElement, body } = document
  return activeElement === null || activeElement === body || place?.contains(activeElement) === true
}

/** Hears Escape, and from where somebody came into the place; gives what shuts it and leads them back there. */
const useDoor = (place: RefObject<HTMLElement | null>, shut: () => void): (() => void) => {
  const cameFrom = useRef<HTMLElement>(null)
  const close = () => {
    if (place.current?.contains(document.activeElement)) cameFrom.current?.focus()
    shut()
  }
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && isOurs(place.current)) close()
    }
    const come = ({ target, relatedTarget }: FocusEvent) => {
      const isIn = (node: EventTarget | null) => node instanceof Node && place.current?.contains(node) === true
      if (isIn(target) && !isIn(relatedTarget) && relatedTarget instanceof HTMLElement) cameFrom.current = relatedTarget
    }
    document.addEventListener("keydown", hear)
    document.addEventListener("focusin", come)
    return () => {
      document.removeEventListener("keydown", hear)
      document.removeEventListener("focusin", come)
    }
  })
  return close
}

/** A window in a corner that stands in nobody's way: the page goes on, and the focus stays where it is until somebody comes. */
export const NpsPopupShown = ({ onDismiss, otherwise, ...props }: NpsPopupProps): ReactNode => {
  const { survey, language = "en", labels: given } = props
  const labels = stepLabelsIn(language, given)
  const place = useRef<HTMLDialogElement>(null)
  const [isAway, putAway] = useState(false)
  const [hasAsked, setAsked] = useState(false)
  if (survey.status === "asking" && !hasAsked) setAsked(true) // what was answered before the page came is no news
  const fits = survey.question === undefined || /^(nps|open-text)$/.test(survey.question.kind)
  const isShown = hasAsked && !isAway && (fits || otherwise !== undefined)
  const close = useDoor(place, () => {
    if (!isShown) return
    putAway(true)
    if (survey.status !== "done") onDismiss?.()
  })
  return (
    <Surveyed survey={survey} language={language} layout="popup">
      <p role="status" className="escucha-unseen">
        {isShown && labels.popup}
      </p>
      {isShown && (
        <dialog open ref={place} className="escucha-popup" aria-label={labels.popup}>
          {fits ? <SurveySteps {...props} Field={PopupField} /> : otherwise}
          <button type="button" className="escucha-close" aria-label={labels.close} onClick={close}>
            <span>{labels.close}</span>
          </button>
        </dialog>
      )}
    </Surveyed>
  )
}
