import type { ReactNode } from "react"
import { ChoiceField, ChoicesField, ConsentField, DropdownField, ImageField } from "./choice-field.tsx"
import { ContactField } from "./contact-field.tsx"
import type { FieldProps } from "./field-frame.ts"
import { FileField } from "./file-field.tsx"
import { MatrixField, MaxDiffField } from "./grid-field.tsx"
import { PanelField } from "./panel-field.tsx"
import { RankingField } from "./ranking-field.tsx"
import { ScoreField } from "./score-field.tsx"
import { SliderField } from "./slider-field.tsx"
import { StatementField } from "./statement-field.tsx"
import { NumberField, WordsField } from "./words-field.tsx"

/** The field of a question, of every kind. */
export const AnyField = ({ question, ...field }: FieldProps): ReactNode => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
      return <ScoreField question={question} {...field} />
    case "slider":
      return <SliderField question={question} {...field} />
    case "number":
      return <NumberField question={question} {...field} />
    case "choice":
      return <ChoiceField question={question} {...field} />
    case "dropdown":
      return <DropdownField question={question} {...field} />
    case "image-choice":
      return <ImageField question={question} {...field} />
    case "choices":
      return <ChoicesField question={question} {...field} />
    case "ranking":
      return <RankingField question={question} {...field} />
    case "matrix":
      return <MatrixField question={question} {...field} />
    case "max-diff":
      return <MaxDiffField question={question} {...field} />
    case "text":
    case "open-text":
    case "date":
    case "time":
    case "email":
    case "phone":
      return <WordsField question={question} {...field} />
    case "file":
      return <FileField question={question} {...field} />
    case "consent":
      return <ConsentField question={question} {...field} />
    case "contact":
      return <ContactField question={question} {...field} />
    case "statement":
      return <StatementField question={question} {...field} />
    case "panel":
      return <PanelField question={question} {...field} Field={AnyField} />
  }
}
