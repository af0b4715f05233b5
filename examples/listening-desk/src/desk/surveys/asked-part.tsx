import { useId, useState, type ReactNode } from "react"
import type { CustomerId, DeskMember, DeskSurvey } from "@escucha/core"
import { ChannelName } from "../channel/channel-name.tsx"
import { useNow } from "../clock/now.ts"
import type { PagedList } from "../data/paged-list.ts"
import { useResource } from "../data/resource.ts"
import { useSpeech } from "../i18n/words.tsx"
import { EmptyNote } from "../notice/empty-note.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { CustomerLink } from "./customer-link.tsx"
import { More } from "../notice/more.tsx"
import { Shown } from "./shown.tsx"

interface Line {
  readonly customer: CustomerId
  readonly name: string
  readonly status: string
  readonly at: number
  readonly note: ReactNode
}

const Lines = ({ lines }: { readonly lines: readonly Line[] }) => {
  const { words, format } = useSpeech()
  const now = useNow(60)
  return (
    <table className="figure-table asked-table">
      <thead>
        <tr>
          <th scope="col">{words.surveys.asked.person}</th>
          <th scope="col">{words.surveys.asked.state}</th>
          <th scope="col">{words.surveys.asked.when}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ customer, name, status, at, note }, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- the same customer can be there twice; pages are only added
          <tr key={place}>
            <th scope="row">
              <CustomerLink customer={customer} name={name} />
            </th>
            <td>
              {status}
              {note !== null && <small>{note}</small>}
            </td>
            <td>
              <time dateTime={new Date(at).toISOString()}>{format.moment(at, now)}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface ListProps<Item> {
  readonly list: PagedList<Item>
  readonly lineOf: (item: Item) => Line
}

const List = <Item,>({ list, lineOf }: ListProps<Item>) => {
  const { words } = useSpeech()
  return (
    <Shown resource={list}>
      {(part) => (
        <>
          {part.items.length === 0 ? (
            <EmptyNote title={words.surveys.asked.empty} />
          ) : (
            <Lines lines={part.items.map(lineOf)} />
          )}
          <More part={part} list={list} />
        </>
      )}
    </Shown>
  )
}

const Everybody = ({ name }: { readonly name: string }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  return (
    <List
      list={data.asked(name)}
      lineOf={({ customer, name: called, status, askedAt, channel }) => ({
        customer,
        name: called,
        status: words.surveys.asked.status[status],
        at: askedAt,
        note: channel === undefined ? words.surveys.asked.page : <ChannelName channel={channel} />,
      })}
    />
  )
}

const Members = ({ campaign, status }: { readonly campaign: string; readonly status: DeskMember["status"] | null }) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  return (
    <List
      list={data.members({ campaign, status })}
      lineOf={({ customer, name, status: where, at, because }) => ({
        customer,
        name,
        status: words.surveys.asked.status[where],
        at,
        note: because === undefined ? null : words.surveys.spared[because],
      })}
    />
  )
}

const statuses: readonly DeskMember["status"][] = ["planned", "asked", "answered", "spared"]

/** Who was asked, and who was spared of those to whom it was sent, and why. What they answered is not here. */
export const AskedPart = ({ survey }: { readonly survey: DeskSurvey }) => {
  const { words, format } = useSpeech()
  const { data } = useDesk()
  const now = useNow(60)
  const campaigns = useResource(data.campaigns(survey.name))
  const [campaign, setCampaign] = useState("")
  const [status, setStatus] = useState("")
  const field = useId()
  const said = words.surveys.asked
  const sent = campaigns.state === "ready" ? campaigns.data.items : []
  return (
    <>
      <div className="looks-tools">
        <p>
          <label htmlFor={`${field}-of`}>{said.of}</label>
          <select
            id={`${field}-of`}
            className="select"
            value={campaign}
            onChange={(event) => setCampaign(event.target.value)}
          >
            <option value="">{said.everybody}</option>
            {sent.map(({ id, launchedAt }) => (
              <option key={id} value={id}>
                {said.campaign(format.moment(launchedAt, now))}
              </option>
            ))}
          </select>
        </p>
        {campaign !== "" && (
          <p>
            <label htmlFor={`${field}-state`}>{said.state}</label>
            <select
              id={`${field}-state`}
              className="select"
              value={status}
              onChange={(event) => setStatus(event.target.value)}
            >
              <option value="">{said.any}</option>
              {statuses.map((each) => (
                <option key={each} value={each}>
                  {said.status[each]}
                </option>
              ))}
            </select>
          </p>
        )}
      </div>
      {campaign === "" ? (
        <Everybody name={survey.name} />
      ) : (
        <Members campaign={campaign} status={statuses.find((each) => each === status) ?? null} />
      )}
    </>
  )
}
