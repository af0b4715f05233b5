import { useState } from "react"
import type { CustomerId, Delivery } from "@escucha/core"
import type { ChannelClient } from "../data/channel-client.ts"
import { asDeskError, type DeskError } from "../data/desk-error.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { useDesk } from "../shell/desk-context.ts"
import type { WrittenItem } from "./written.tsx"

interface DoubtProps {
  readonly item: WrittenItem
  readonly customer: CustomerId
  readonly policy: Extract<Delivery, { readonly status: "uncertain" }>["policy"]
}

/** Nobody knows whether a message left: what is done about it by itself, and what a person can decide. */
export const DoubtNote = ({ item, customer, policy }: DoubtProps) => {
  const { words } = useSpeech()
  const { client, data } = useDesk()
  const [state, setState] = useState<"asking" | "working" | DeskError>("asking")
  // One id for each deed, made once: a second click is the same deed.
  const [ids] = useState(() => ({ again: crypto.randomUUID(), arrived: crypto.randomUUID() }))
  const decide = async (deed: keyof ChannelClient & ("sendAgain" | "markArrived"), id: string) => {
    setState("working")
    try {
      await client[deed]({ id, customer, entry: item.id })
      await data.customer(customer).refresh()
      setState("asking")
    } catch (cause) {
      setState(asDeskError(cause))
    }
  }
  return (
    <div className="why doubt">
      <p>{words.message.doubt[policy]}</p>
      <p>
        <button
          type="button"
          className="text-button"
          disabled={state === "working"}
          onClick={() => void decide("sendAgain", ids.again)}
        >
          {words.message.doubt.again}
        </button>
        <small>{words.message.doubt.againNote}</small>
        <button
          type="button"
          className="text-button"
          disabled={state === "working"}
          onClick={() => void decide("markArrived", ids.arrived)}
        >
          {words.message.doubt.arrived}
        </button>
      </p>
      {typeof state === "object" && (
        <p role="alert">
          {words.message.doubt.failed} <ProblemText error={state} />
        </p>
      )}
    </div>
  )
}
