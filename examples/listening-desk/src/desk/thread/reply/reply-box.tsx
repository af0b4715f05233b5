import { useState } from "react"
import type { CustomerView, DeskChannel, ThreadItem } from "@escucha/core"
import { useNow } from "../../clock/now.ts"
import type { ChosenTemplate, ReplyFile, Where } from "../../data/channel-client.ts"
import { draftOf, keepDraft } from "../../data/drafts.ts"
import { useResource } from "../../data/resource.ts"
import { nameOf } from "../../i18n/person.ts"
import { useSpeech } from "../../i18n/words.tsx"
import { useAnnounce } from "../../notice/announcer.tsx"
import { useDesk } from "../../shell/desk-context.ts"
import { waysOut, waysToAnswer, type WayOut } from "../way-out.ts"
import { WindowMark, windowState } from "../window-mark.tsx"
import { TemplateForm } from "./template-form.tsx"
import { useTellWriting } from "./use-tell-writing.ts"
import { Way } from "./way.tsx"
import { WhereChoice } from "./where-choice.tsx"
import { WordsBox } from "./words-box.tsx"

interface ReplyProps {
  readonly view: CustomerView
  /** The lines of the thread, newest first. */
  readonly items: readonly ThreadItem[]
  readonly draft: string
  readonly onDraft: (text: string) => void
}

/** What was begun to be written to this customer: kept over reloads and while others are answered. */
export const useDraft = (customer: CustomerView["id"]): readonly [string, (text: string) => void] => {
  const [draft, setDraft] = useState(() => draftOf(customer))
  return [
    draft,
    (text) => {
      keepDraft(customer, text)
      setDraft(text)
    },
  ]
}

/** The channels as they were read last; until then nothing of them is known. */
const useChannels = () => {
  const { data } = useDesk()
  const snapshot = useResource(data.channels)
  return snapshot.state === "ready" ? snapshot.data : { items: [] as readonly DeskChannel[], files: null }
}

interface HeadProps {
  readonly way: WayOut
  readonly answers: readonly Where[]
  readonly where: Where | null
  readonly onWhere: (where: Where) => void
  readonly isTemplate: boolean
  /** Goes between own words and an approved message; null where there is nothing to choose. */
  readonly onTemplate: ((isTemplate: boolean) => void) | null
}

/** Who will read the answer, until when free text may go, and whether an approved message is sent instead. */
const ReplyHead = ({ way, answers, where, onWhere, isTemplate, onTemplate }: HeadProps) => {
  const { words } = useSpeech()
  return (
    <div className="reply-head">
      {where !== null && <WhereChoice ways={answers} chosen={where} onChoose={onWhere} />}
      {where === null && way.replyWindow !== undefined && <WindowMark replyWindow={way.replyWindow} />}
      {onTemplate !== null && (
        <button type="button" className="text-button" onClick={() => onTemplate(!isTemplate)}>
          {isTemplate ? words.message.template.own : words.message.template.choose}
        </button>
      )}
    </div>
  )
}

interface OpenReplyProps extends ReplyProps {
  readonly ways: readonly WayOut[]
  readonly way: WayOut
  readonly onWay: (stream: string) => void
}

/** What holds for an answer by this way: who can read it, and whether free text may go. */
const useRules = ({ items, way }: Pick<OpenReplyProps, "items" | "way">) => {
  const { items: channels, files } = useChannels()
  const [wished, setWished] = useState<Where | null>(null)
  const channel = channels.find(({ name }) => name === way.channel)
  const answers = waysToAnswer(items, way.stream, channel)
  // a window says until when free words may be started; an answer to something public starts nothing
  const isClosed = windowState(way.replyWindow, useNow())?.open === false && answers.length === 0
  return {
    channel,
    answers,
    isClosed,
    maxBytes: files?.maxBytes ?? null,
    templates: channel?.templates ?? [],
    where: answers.find((each) => each === wished) ?? answers[0] ?? null,
    mustBeTemplate: isClosed && way.replyWindow?.after === "template",
    setWished,
  }
}

const OpenReply = ({ view, items, draft, onDraft, ways, way, onWay }: OpenReplyProps) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const announce = useAnnounce()
  const [isTemplate, setTemplate] = useState(false)
  const { channel, answers, where, isClosed, maxBytes, templates, mustBeTemplate, setWished } = useRules({ items, way })
  const base = { customer: view.id, stream: way.stream, where }
  const tellWriting = useTellWriting(view.id, way.stream)
  const write = (text: string) => {
    if (text !== "") tellWriting()
    onDraft(text)
  }
  const sendWords = (text: string, files: readonly ReplyFile[]) => {
    const [first, ...others] = files
    data.replies.send({ ...base, text, file: first ?? null })
    for (const file of others) data.replies.send({ ...base, text: "", file })
    onDraft("")
    announce(words.delivery.sending)
  }
  const sendTemplate = (template: ChosenTemplate) => {
    data.replies.send({ ...base, text: "", template })
    setTemplate(false)
    announce(words.delivery.sending)
  }
  return (
    <>
      <ReplyHead
        way={way}
        answers={answers}
        where={where}
        onWhere={setWished}
        isTemplate={isTemplate}
        onTemplate={!mustBeTemplate && templates.length > 0 ? setTemplate : null}
      />
      {mustBeTemplate || isTemplate ? (
        <div className="reply-box">
          <TemplateForm templates={templates} language={view.language} onSend={sendTemplate}>
            <Way ways={ways} chosen={way} onChoose={onWay} />
          </TemplateForm>
        </div>
      ) : (
        <WordsBox
          view={view}
          ways={ways}
          way={way}
          channel={channel}
          maxBytes={maxBytes}
          draft={draft}
          isClosed={isClosed}
          onDraft={write}
          onWay={onWay}
          onSend={sendWords}
        />
      )}
    </>
  )
}

/** Writes to the customer. It says by which channel the answer will leave, who will read it and until when free words may go. */
export const ReplyBox = (props: ReplyProps) => {
  const { view, items } = props
  const { words } = useSpeech()
  const [stream, setStream] = useState<string | null>(null)
  const ways = waysOut(view.known, items)
  const way = ways.find((each) => each.stream === stream) ?? ways[0]
  if (way === undefined) return <p className="reply reply-closed">{words.reply.unreachable}</p>
  return (
    <div className="reply">
      {view.optedOut && <output className="reply-warning">{words.reply.optedOut(nameOf(view, words))}</output>}
      <OpenReply key={way.stream} {...props} ways={ways} way={way} onWay={setStream} />
    </div>
  )
}
