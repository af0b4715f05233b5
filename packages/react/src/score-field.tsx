import type { ReactNode } from "react"
import { textIn } from "@escucha/core/survey"
import { type FieldProps, useFrame } from "./field-frame.ts"
import { useLabels } from "./field-labels.ts"
import { ScaleField } from "./scale-field.tsx"

/** A score of any of the kinds that have one, with what its ends or its steps mean. */
export const ScoreField = (props: FieldProps<"nps" | "csat" | "ces" | "rating">): ReactNode => {
  const { language } = useFrame()
  const labels = useLabels()
  const { question } = props
  switch (question.kind) {
    case "nps":
      return <ScaleField {...props} ends={labels.likely} />
    case "csat":
      return <ScaleField {...props} words={labels.satisfaction} />
    case "ces":
      return <ScaleField {...props} ends={labels.agree} />
    case "rating": {
      const { ends } = question
      return <ScaleField {...props} ends={ends && [textIn(ends.low, language), textIn(ends.high, language)]} />
    }
  }
}
