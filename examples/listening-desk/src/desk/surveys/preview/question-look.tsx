import { useId, type ReactNode } from "react"
import { FileText, Mail, MessageCircle, Phone, Smartphone, type LucideIcon } from "lucide-react"
import type { DeskChannel } from "@escucha/core"
import type { Medium, Question } from "@escucha/core/survey"
import { useSpeech } from "../../i18n/words.tsx"
import { ChatLook } from "./chat-look.tsx"
import { MailLook } from "./mail-look.tsx"
import { SmsLook } from "./sms-look.tsx"
import { VoiceLook } from "./voice-look.tsx"
import { WebLook } from "./web-look.tsx"

/** What a question is shown with on one medium. */
export interface LookProps {
  readonly question: Question
  readonly language: string | undefined
}

const icons: { readonly [medium in Medium]: LucideIcon } = {
  web: FileText,
  email: Mail,
  sms: Smartphone,
  chat: MessageCircle,
  voice: Phone,
}

const On = ({
  medium,
  lang,
  children,
}: {
  readonly medium: Medium
  readonly lang?: string
  readonly children: ReactNode
}) => {
  const { words } = useSpeech()
  const Icon = icons[medium]
  return (
    <figure className="look" data-medium={medium}>
      <figcaption>
        <Icon aria-hidden="true" />
        {words.surveys.medium[medium]}
      </figcaption>
      <div className="look-screen" lang={lang}>
        {children}
      </div>
    </figure>
  )
}

interface QuestionLookProps extends LookProps {
  readonly isFirst: boolean
  /** What the chat can carry that somebody chose. */
  readonly chat?: DeskChannel["capabilities"]
}

/** One question on every medium, side by side. */
export const QuestionLook = ({ question, language, isFirst, chat }: QuestionLookProps) => {
  const { words } = useSpeech()
  const title = useId()
  const { id, kind, required, when } = question
  const facts = [
    words.surveys.kind[kind],
    ...(required || kind === "statement" ? [] : [words.surveys.preview.optional]),
    ...(when ? [words.surveys.preview.depends] : []),
  ]
  const lang = language === undefined ? {} : { lang: language }
  return (
    <section className="question-look" aria-labelledby={title}>
      <h3 id={title}>
        {id} <small>{facts.join(" · ")}</small>
      </h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways, so the keyboard must reach it */}
      <div className="look-row" role="group" aria-labelledby={title} tabIndex={0}>
        <On medium="web" {...lang}>
          <WebLook question={question} language={language} />
        </On>
        <On medium="email" {...lang}>
          <MailLook question={question} language={language} isFirst={isFirst} />
        </On>
        <On medium="sms" {...lang}>
          <SmsLook question={question} language={language} />
        </On>
        <On medium="chat" {...lang}>
          <ChatLook question={question} language={language} {...(chat && { capabilities: chat })} />
        </On>
        <On medium="voice" {...lang}>
          <VoiceLook question={question} language={language} />
        </On>
      </div>
    </section>
  )
}
