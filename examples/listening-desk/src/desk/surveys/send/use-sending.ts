import { useState } from "react"
import type { DeskEstimate, DeskSurvey } from "@escucha/core"
import { asDeskError } from "../../data/desk-error.ts"
import type { ToSend } from "../../data/survey-client.ts"
import type { ActState } from "../../dialog/use-act.ts"
import { useSpeech } from "../../i18n/words.tsx"
import { useAnnounce } from "../../notice/announcer.tsx"
import { useDesk } from "../../shell/desk-context.ts"

/** The steps of sending: the form, who would be asked, and then it leaves. */
export const useSending = (survey: DeskSurvey) => {
  const { words } = useSpeech()
  const { client, data } = useDesk()
  const announce = useAnnounce()
  const [state, setState] = useState<ActState>("idle")
  const [ready, setReady] = useState<{ readonly send: ToSend; readonly estimate: DeskEstimate } | null>(null)
  const [isSent, setSent] = useState(false)
  const run = async <Done>(work: () => Promise<Done>): Promise<Done | null> => {
    setState("working")
    try {
      const done = await work()
      setState("idle")
      return done
    } catch (cause) {
      setState(asDeskError(cause))
      return null
    }
  }
  const look = async (send: ToSend) => {
    setSent(false)
    const estimate = await run(() => client.estimate(survey.name, send))
    if (estimate) setReady({ send, estimate })
  }
  const go = async (onSent: () => void) => {
    if (!ready) return
    const done = await run(() => client.launch(survey.name, ready.send))
    if (!done) return
    setReady(null)
    setSent(true)
    announce(words.surveys.send.sent)
    onSent()
    await Promise.all([data.campaigns(survey.name).refresh(), data.survey(survey.name).refresh()])
  }
  return { state, ready, isSent, look, go, change: () => setReady(null) }
}
