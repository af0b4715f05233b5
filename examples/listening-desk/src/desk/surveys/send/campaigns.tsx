import { useEffect, useState } from "react"
import type { DeskCampaign, DeskSurvey } from "@escucha/core"
import { useNow } from "../../clock/now.ts"
import { asDeskError, type DeskError } from "../../data/desk-error.ts"
import { useResource } from "../../data/resource.ts"
import { useSpeech } from "../../i18n/words.tsx"
import { useAnnounce } from "../../notice/announcer.tsx"
import { ProblemText } from "../../notice/problem-note.tsx"
import { useDesk } from "../../shell/desk-context.ts"
import { Shown } from "../shown.tsx"
import { SparedList } from "./spared-list.tsx"

const often = 1_500
const seldom = 15_000

/** Ends a campaign, after one more question: it cannot be taken back. */
const Cancel = ({ survey, campaign }: { readonly survey: string; readonly campaign: DeskCampaign }) => {
  const { words } = useSpeech()
  const { client, data } = useDesk()
  const announce = useAnnounce()
  const [isSure, setSure] = useState(false)
  const [state, setState] = useState<"idle" | "working" | DeskError>("idle")
  const said = words.surveys.send
  const cancel = async () => {
    setState("working")
    try {
      await client.cancelCampaign(campaign.id)
      announce(said.cancelled)
      await data.campaigns(survey).refresh()
    } catch (cause) {
      setState(asDeskError(cause))
    }
  }
  if (!isSure)
    return (
      <button type="button" className="text-button" onClick={() => setSure(true)}>
        {said.cancel}
      </button>
    )
  return (
    <p className="campaign-sure">
      <span>{said.cancelSure}</span>
      <button type="button" className="quiet-button" onClick={() => setSure(false)}>
        {said.cancelNo}
      </button>
      <button
        type="button"
        className="button"
        disabled={state === "working"}
        ref={(button) => button?.focus()}
        onClick={() => void cancel()}
      >
        {said.cancelYes}
      </button>
      {typeof state === "object" && (
        <span className="form-problem" role="alert">
          <ProblemText error={state} />
        </span>
      )}
    </p>
  )
}

/** Goes on with a campaign that a restart, say, has stopped on the way: nobody is asked twice. */
const Resume = ({ survey, campaign }: { readonly survey: string; readonly campaign: DeskCampaign }) => {
  const { words } = useSpeech()
  const { client, data } = useDesk()
  const announce = useAnnounce()
  const [state, setState] = useState<"idle" | "working" | DeskError>("idle")
  const resume = async () => {
    setState("working")
    try {
      await client.resumeCampaign(campaign.id)
      announce(words.surveys.send.resumed)
      setState("idle")
      await data.campaigns(survey).refresh()
    } catch (cause) {
      setState(asDeskError(cause))
    }
  }
  return (
    <p className="campaign-sure">
      <button type="button" className="button" disabled={state === "working"} onClick={() => void resume()}>
        {words.surveys.send.resume}
      </button>
      {typeof state === "object" && (
        <span className="form-problem" role="alert">
          <ProblemText error={state} />
        </span>
      )}
    </p>
  )
}

const Campaign = ({ survey, campaign }: { readonly survey: string; readonly campaign: DeskCampaign }) => {
  const { words, format } = useSpeech()
  const now = useNow(60)
  const { status, launchedAt, isGoing, of, drawn, waiting, asked, answered, spared } = campaign
  const said = words.surveys.send
  const left = Object.values(spared).reduce((sum, many) => sum + many, 0)
  return (
    <li className="campaign">
      <p className="campaign-head">
        <b>{isGoing ? said.isGoing : said.state[status]}</b>
        <time dateTime={new Date(launchedAt).toISOString()}>{format.moment(launchedAt, now)}</time>
        {drawn > 0 && <small>{said.ofThem(format.number(of), format.number(drawn))}</small>}
      </p>
      {isGoing && <progress aria-label={said.isGoing} />}
      <p>
        {said.counts(format.number(asked), format.number(answered), format.number(left))}
        {waiting > 0 && ` · ${said.planned(format.number(waiting))}`}
      </p>
      {left > 0 && <SparedList spared={spared} />}
      {campaign.canGoOn && !isGoing && <Resume survey={survey} campaign={campaign} />}
      {status !== "cancelled" && <Cancel survey={survey} campaign={campaign} />}
    </li>
  )
}

/** To whom this survey was sent, how that goes, and the way to end it. */
export const Campaigns = ({ survey: { name } }: { readonly survey: DeskSurvey }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const resource = data.campaigns(name)
  const snapshot = useResource(resource)
  const isGoing = snapshot.state === "ready" && snapshot.data.items.some((campaign) => campaign.isGoing)
  useEffect(() => {
    if (isGoing) return () => void data.survey(name).refresh() // once it has left, more were asked
    return undefined
  }, [isGoing, data, name])
  return (
    <section className="campaigns">
      <h3>{words.surveys.send.campaigns}</h3>
      <Shown resource={resource} every={isGoing ? often : seldom}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="faint">{words.surveys.send.none}</p>
          ) : (
            <ul>
              {items.map((campaign) => (
                <Campaign key={campaign.id} survey={name} campaign={campaign} />
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  )
}
