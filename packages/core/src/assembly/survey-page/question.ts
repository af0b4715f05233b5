import type { Question } from "../../survey/question.ts"
import {
  choiceControl,
  choicesControl,
  dropdownControl,
  matrixControl,
  maxDiffControl,
  pictureControl,
  rankingControl,
  scaleControl,
} from "./control-list.ts"
import { contactControl, fileControl, knownControl, numberControl, wordsControl } from "./control-form.ts"
import { panelControl } from "./control-panel.ts"
import { fragment, type Html } from "./html.ts"
import { type Sheet, told } from "./sheet.ts"

/** A question as a form without a script asks it: native controls, each with its name and what is wrong with it. */
export const questionForm = (question: Question, sheet: Sheet): Html => {
  switch (question.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "rating":
    case "consent":
      return scaleControl(question, sheet) ?? fragment()
    case "slider":
      return scaleControl(question, sheet) ?? numberControl(question, sheet)
    case "number":
      return numberControl(question, sheet)
    case "choice":
      return choiceControl(question, sheet)
    case "dropdown":
      return dropdownControl(question, sheet)
    case "image-choice":
      return pictureControl(question, sheet)
    case "choices":
      return choicesControl(question, sheet)
    case "ranking":
      return rankingControl(question, sheet)
    case "matrix":
      return matrixControl(question, sheet)
    case "max-diff":
      return maxDiffControl(question, sheet)
    case "text":
    case "open-text":
      return wordsControl(question, sheet)
    case "date":
    case "time":
    case "email":
    case "phone":
      return knownControl(question, sheet)
    case "file":
      return fileControl(question, sheet)
    case "contact":
      return contactControl(question, sheet)
    case "statement":
      return told(question, sheet)
    case "panel":
      return panelControl(question, sheet, questionForm)
  }
}
