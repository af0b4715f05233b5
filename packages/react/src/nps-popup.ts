import { later } from "./later.ts"
import type { NpsPopupProps } from "./survey-form-props.ts"

/**
 * A short survey in a corner of the page: a score from 0 to 10, and why. It takes nobody's focus, Escape puts it away, and it is not
 * there unless there is something to ask.
 *
 * @example
 * <NpsPopup survey={useSurvey("visit")} language="es" onDismiss={() => localStorage.setItem("asked", "yes")} />
 */
export const NpsPopup = /* @__PURE__ */ later<NpsPopupProps>(() =>
  import("./nps-popup-shown.tsx").then((module) => module.NpsPopupShown),
)
