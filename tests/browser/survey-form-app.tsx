import type { ReactNode } from "react"
import { createRoot } from "react-dom/client"
import type { AnyDefinition } from "../../packages/core/src/survey.ts"
import { NpsPopup, SurveyForm, type SurveyFormProps, useSurveyDefinition } from "../../packages/react/src/index.ts"

/** What a test asks of the page. */
export interface Shown extends Pick<SurveyFormProps, "language" | "labels" | "layout"> {
  readonly definition: AnyDefinition
  readonly isPopup?: boolean
  /** What the fields show, as of somebody who went back. */
  readonly typed?: { readonly [question: string]: unknown }
}

/** What the page tells the test. */
export interface Told {
  completed?: unknown
  dismissed?: boolean
}

declare global {
  interface Window {
    show: (shown: Shown) => void
    told: Told
  }
}

const Page = ({ definition, isPopup, typed, ...props }: Shown): ReactNode => {
  const asked = useSurveyDefinition(definition, {
    onComplete: (answers) => {
      window.told.completed = answers
    },
    upload: async ({ name, type, size }) => ({ media: `m-${name}`, name, type, bytes: size }),
  })
  const survey = typed && asked.status === "asking" ? { ...asked, answers: typed } : asked
  return (
    <main>
      <h1>Shop</h1>
      <button type="button" id="before">
        Before
      </button>
      {isPopup ? (
        <NpsPopup
          survey={survey}
          {...props}
          onDismiss={() => {
            window.told.dismissed = true
          }}
        />
      ) : (
        <SurveyForm survey={survey} {...props} />
      )}
    </main>
  )
}

const place = document.getElementById("page")
const root = place && createRoot(place)
let times = 0

window.told = {}
window.show = (shown) => {
  document.documentElement.lang = shown.language ?? "en"
  root?.render(<Page key={times++} {...shown} />)
}
