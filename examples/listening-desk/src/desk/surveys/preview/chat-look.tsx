import type { DeskChannel } from "@escucha/core"
import { render } from "@escucha/core/survey-render"
import type { LookProps } from "./question-look.tsx"
import { StepsLook } from "./steps-look.tsx"

/** A question in a chat, with the buttons that the network of that chat can carry. */
export const ChatLook = ({
  question,
  language,
  capabilities,
}: LookProps & { readonly capabilities?: DeskChannel["capabilities"] }) => (
  <StepsLook
    question={question}
    renderStep={(step) => {
      const { text, choices = [] } = render(step, {
        medium: "chat",
        language,
        ...(capabilities && { capabilities }),
      })
      return (
        <>
          <p className="look-bubble">{text}</p>
          {choices.length > 0 && (
            <ul className="look-buttons">
              {choices.map(({ value, label }) => (
                <li key={value}>{label}</li>
              ))}
            </ul>
          )}
        </>
      )
    }}
  />
)
