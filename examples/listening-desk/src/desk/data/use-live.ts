import { useEffect, useEffectEvent, useState } from "react"
import type { DeskEvent } from "@escucha/core"
import { currentRoute } from "../use-route.ts"
import type { DeskClient } from "./desk-client.ts"
import type { DeskData } from "./desk-data.ts"
import { followDesk, type Connection } from "./live.ts"
import { throttle } from "./throttle.ts"

const refreshers = (data: DeskData) => {
  const inbox = throttle(1_000, () => {
    const { list, mood } = currentRoute()
    void data.inbox({ list, mood }).refresh()
  })
  const customer = throttle(400, () => {
    const { customer: open, overlay } = currentRoute()
    if (open === null) return
    void data.customer(open).refresh()
    if (overlay?.kind === "person") void data.person(open).refresh()
  })
  const pulse = throttle(5_000, () => void data.pulse(currentRoute().hours).refresh(), 600)
  const channels = throttle(3_000, () => {
    if (currentRoute().page === "channels") void data.channels.refresh()
  })
  return { inbox, customer, pulse, channels }
}

/** Keeps what is visible up to date: the inbox, the open customer and the pulse; a hidden page catches up when it is looked at. */
export const useLive = (client: DeskClient, data: DeskData, onEvent: (event: DeskEvent) => void): Connection => {
  const [connection, setConnection] = useState<Connection>("connecting")
  const told = useEffectEvent(onEvent)
  useEffect(() => {
    const { inbox, customer, pulse, channels } = refreshers(data)
    let missed = false
    const all = () => {
      missed = document.hidden
      if (missed) return
      inbox.call()
      customer.call()
      pulse.call()
      channels.call()
    }
    const stop = followDesk(client, {
      onConnection: setConnection,
      onResumed: all,
      onEvent: (event) => {
        if (event.kind === "typing") return data.typing.seen(event.customer)
        if (event.kind === "message-received") data.typing.ended(event.customer)
        told(event)
        missed ||= document.hidden
        if (document.hidden) return
        inbox.call()
        pulse.call()
        channels.call()
        if (event.customer === currentRoute().customer) customer.call()
      },
    })
    const onVisible = () => {
      if (!document.hidden && missed) all()
    }
    document.addEventListener("visibilitychange", onVisible)
    return () => {
      stop()
      document.removeEventListener("visibilitychange", onVisible)
      for (const planned of [inbox, customer, pulse, channels]) planned.cancel()
    }
  }, [client, data])
  return connection
}
