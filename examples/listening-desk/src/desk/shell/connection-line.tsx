import { useSyncExternalStore } from "react"
import { WifiOff } from "lucide-react"
import type { Connection } from "../data/live.ts"
import { useSpeech } from "../i18n/words.tsx"

const subscribe = (listener: () => void) => {
  addEventListener("online", listener)
  addEventListener("offline", listener)
  return () => {
    removeEventListener("online", listener)
    removeEventListener("offline", listener)
  }
}

/** One quiet line while what is shown may be old; nothing while all is well. */
export const ConnectionLine = ({ connection }: { readonly connection: Connection }) => {
  const { words } = useSpeech()
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  const broken = !online || connection === "reconnecting"
  return (
    <output className="connection">
      {broken && (
        <span>
          <WifiOff aria-hidden="true" />
          {online ? words.connection.reconnecting : words.connection.offline}
        </span>
      )}
    </output>
  )
}
