import type { ReactNode } from "react"
import { ChatPresence, type ChatPresenceProps } from "./chat-presence.tsx"
import { FilePicker, type FilePickerProps } from "./file-picker.tsx"
import { MessageParts, type MessagePartsProps } from "./message-parts.tsx"

/** One of the things that a chat has beside words: files and pages of a message, a way to send a file, who is there. */
export interface ChatExtraProps {
  readonly parts?: MessagePartsProps
  readonly picker?: FilePickerProps
  readonly presence?: ChatPresenceProps
}

/** Shows what it is given. */
export const ChatExtraShown = ({ parts, picker, presence }: ChatExtraProps): ReactNode => (
  <>
    {parts && <MessageParts {...parts} />}
    {picker && <FilePicker {...picker} />}
    {presence && <ChatPresence {...presence} />}
  </>
)
