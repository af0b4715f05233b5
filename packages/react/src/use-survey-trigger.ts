import { useEffect, useRef, useState } from "react"
import { readTrigger, type SurveyTrigger } from "./trigger.ts"
import type { Watching } from "./trigger-watch.ts"

/** How a page asks whether it may ask: `undefined`, where nobody could say. */
export type MayAsk = () => Promise<boolean | undefined>

/**
 * Whether the moment has come to put a survey: its occasion happened, they do nothing else just now, this visit was not asked yet, and
 * `mayAsk` says yes. It says true once, and stays so. Throws `TriggerError` for a trigger that cannot be meant.
 *
 * @example
 * const isTime = useSurveyTrigger("visit", { after: "30 seconds", page: "/orders/*" }, async () => true)
 */
export const useSurveyTrigger = (survey: string, when: SurveyTrigger, mayAsk: MayAsk): boolean => {
  const [put, setPut] = useState<string>()
  const now = useRef({ when, mayAsk })
  useEffect(() => {
    now.current = { when, mayAsk }
  })
  const watching = useRef<Watching>(undefined)
  const { quiet = false, ...fixed } = when
  readTrigger(fixed) // what cannot be meant is told where it is written
  const described = JSON.stringify(fixed)
  useEffect(() => {
    let isOver = false
    const begin = async () => {
      const [{ watchTrigger }, { triggerSession }] = await Promise.all([
        import("./trigger-watch.ts"),
        import("./trigger-session.ts"),
      ])
      if (isOver) return
      watching.current = watchTrigger({
        trigger: readTrigger(JSON.parse(described) as SurveyTrigger), // written two lines above
        session: triggerSession(survey),
        isQuiet: () => now.current.when.quiet === true,
        ask: () => now.current.mayAsk(),
        put: () => setPut(survey),
      })
    }
    void begin().catch(() => {}) // a part that cannot be loaded: nobody is asked
    return () => {
      isOver = true
      watching.current?.stop()
    }
  }, [survey, described])
  useEffect(() => {
    if (!quiet) watching.current?.look()
  }, [quiet])
  return put === survey
}
