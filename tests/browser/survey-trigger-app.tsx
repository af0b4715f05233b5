import type { ReactNode } from "react"
import { createRoot } from "react-dom/client"
import { defineSurvey, nps } from "../../packages/core/src/survey.ts"
import { NpsPopup, useSurveyDefinition } from "../../packages/react/src/index.ts"
import { type SurveyTrigger, useSurveyTrigger } from "../../packages/react/src/triggers.ts"

declare global {
  interface Window {
    begin: (when: SurveyTrigger) => void
  }
}

const visit = defineSurvey("visit", (s) => s.ask("score", nps("Would you recommend us?")))

const Popup = (): ReactNode => <NpsPopup survey={useSurveyDefinition(visit)} />

const Page = ({ when }: { readonly when: SurveyTrigger }): ReactNode => (
  <main>
    <h1>Shop</h1>
    <p>
      <label>
        Card <input />
      </label>
    </p>
    <div style={{ height: "300vh" }}>Lamps</div>
    {useSurveyTrigger("visit", when, async () => true) && <Popup />}
  </main>
)

const place = document.getElementById("page")
const root = place && createRoot(place)
window.begin = (when) => root?.render(<Page when={when} />)
