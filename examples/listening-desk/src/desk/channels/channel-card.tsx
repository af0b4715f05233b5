import { useId } from "react"
import { CircleAlert, CirclePause, CircleSlash, Check, Unplug, type LucideIcon } from "lucide-react"
import type { DeskChannel } from "@escucha/core"
import { ChannelName } from "../channel/channel-name.tsx"
import { useNow } from "../clock/now.ts"
import { useSpeech } from "../i18n/words.tsx"
import { limitOf, limitsOf, parts, ruleOf, wayOf, windowWords } from "./capability-words.ts"
import { isInTrouble } from "./trouble.ts"

const icons: { readonly [status in DeskChannel["status"]]: LucideIcon } = {
  open: Check,
  paused: CirclePause,
  broken: CircleSlash,
  closed: Unplug,
}

const Status = ({ channel }: { readonly channel: DeskChannel }) => {
  const { status, until } = channel
  const { words, format } = useSpeech()
  const now = useNow()
  const Icon = status === "open" && isInTrouble(channel) ? CircleAlert : icons[status]
  const isAhead = until !== undefined && until > now
  return (
    <p className="way-status" data-trouble={isInTrouble(channel)}>
      <Icon aria-hidden="true" />
      <b>{status === "open" && isInTrouble(channel) ? words.ways.failing : words.ways.status[status]}</b>
      {isAhead && (
        <span>
          {words.ways.until(format.moment(until, now))} ({format.countdown(until - now)})
        </span>
      )}
    </p>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: readonly string[] }) => (
  <div>
    <dt>{name}</dt>
    {children.map((line) => (
      <dd key={line}>{line}</dd>
    ))}
  </div>
)

const Facts = ({ channel }: { readonly channel: DeskChannel }) => {
  const speech = useSpeech()
  const { words } = speech
  const { capabilities, templates } = channel
  const { receipts, comments = [], idempotency } = capabilities
  const lines = receipts.map((receipt) => words.ways.receipt[receipt])
  return (
    <dl className="way-facts">
      <Fact name={words.ways.way}>{[wayOf(capabilities, speech)]}</Fact>
      {capabilities.outbound !== false && (
        <>
          <Fact name={words.ways.limits}>{limitsOf(capabilities, speech)}</Fact>
          <Fact name={words.ways.receipts}>{[lines.length === 0 ? words.ways.noReceipts : lines.join(", ")]}</Fact>
          <Fact name={words.ways.window}>
            {[
              windowWords(capabilities, speech),
              ...(templates.length > 0 ? [words.ways.templates(templates.length)] : []),
            ]}
          </Fact>
          <Fact name={words.ways.twice}>{[words.ways.idempotency[idempotency.kind]]}</Fact>
        </>
      )}
      {comments.length > 0 && (
        <Fact name={words.ways.comments}>{[comments.map((way) => words.ways.comment[way]).join(", ")]}</Fact>
      )}
    </dl>
  )
}

const Carried = ({ capabilities }: Pick<DeskChannel, "capabilities">) => {
  const speech = useSpeech()
  const { words } = speech
  return (
    <details className="way-carries">
      <summary>{words.ways.carries}</summary>
      <ul>
        {parts.map((part) => {
          const rule = ruleOf(capabilities, part)
          const limit = limitOf(rule, speech)
          return (
            <li key={part} data-level={rule.level}>
              <span>{words.message.part[part]}</span>
              <b>{words.ways.level[rule.level]}</b>
              {limit !== "" && <small>{limit}</small>}
            </li>
          )
        })}
      </ul>
    </details>
  )
}

/** One channel: how it does, what went wrong last, what it takes and what it carries. */
export const ChannelCard = ({ channel }: { readonly channel: DeskChannel }) => {
  const { words, format } = useSpeech()
  const now = useNow(60)
  const title = useId()
  const { name, id, kind, sent, failed, lastError, capabilities } = channel
  return (
    <article className="way-card" data-trouble={isInTrouble(channel)} aria-labelledby={title}>
      <header>
        <h3 id={title}>
          <ChannelName channel={name} />
        </h3>
        <small>{id === kind ? words.ways.kind[kind] : `${id} · ${words.ways.kind[kind]}`}</small>
      </header>
      <Status channel={channel} />
      <dl className="way-counts">
        <div>
          <dt>{words.ways.sent}</dt>
          <dd>{format.number(sent)}</dd>
        </div>
        <div>
          <dt>{words.ways.failed}</dt>
          <dd>{format.number(failed)}</dd>
        </div>
        <div>
          <dt>{words.ways.lastError}</dt>
          <dd>
            {lastError === undefined ? (
              words.ways.noError
            ) : (
              <>
                {words.ways.error[lastError.reason]}{" "}
                <time dateTime={new Date(lastError.at).toISOString()}>{format.moment(lastError.at, now)}</time>
              </>
            )}
          </dd>
        </div>
      </dl>
      <Facts channel={channel} />
      {capabilities.outbound !== false && <Carried capabilities={capabilities} />}
    </article>
  )
}
