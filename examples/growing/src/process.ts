// One process of the application: it serves, says every half second how it goes, and ends in order when it is told to.
import { serve } from "@escucha/adapters/servers/node"
import { createApp, type Place } from "./app.ts"

/** What a process tells whoever started it. */
export type Told =
  | { readonly is: "ready"; readonly url: string }
  | {
      readonly is: "going"
      readonly ready: number
      readonly delayed: number
      readonly dead: number
      readonly oldestReady: number
      readonly megabytes: number
    }

const tell = (told: Told): void => void process.send?.(told)

const place: Place = JSON.parse(process.env["PLACE"] ?? "{}")
const escucha = createApp(place)
await escucha.start()
const serving = await serve(escucha)
tell({ is: "ready", url: serving.url })

const look = setInterval(() => {
  const megabytes = Math.round(process.memoryUsage.rss() / 1_000_000)
  escucha.engine.stats().then(
    ({ ready, delayed, dead, oldestReady }) => tell({ is: "going", ready, delayed, dead, oldestReady, megabytes }),
    () => undefined, // the database is away: the page shows that nothing is heard
  )
}, 500)

const end = async (): Promise<void> => {
  clearInterval(look)
  await serving.close()
  await escucha.close()
  process.exit(0)
}
process.once("SIGTERM", () => void end())
process.once("disconnect", () => void end()) // whoever started it is gone
