import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { signedWebhook } from "@escucha/core/testing"
import { freePort } from "../../../../tests/servers/support/free-port.ts"
import { startProvider } from "../../../../tests/support/counting-provider.ts"
import { mostLate } from "../../../../tests/support/kill-judge.ts"
import { bot } from "../../../../tests/support/served-options.ts"
import type { Servers } from "./committing.ts"
import type { KillPlace } from "./kill-app.ts"
import { whatWaits } from "./what-waits.ts"

/** What the world knows at the end: what it was told, and what it was sent. */
export interface KillStory {
  readonly url: string
  readonly acknowledged: Set<string>
  /** How often each text was handed to the provider. */
  readonly handed: Map<string, number>
  /** Milliseconds from each kill until something was handed over again. */
  readonly stalls: number[]
  serverKills: number
  processKills: number
  /** Calls that were not answered with 2xx and were made again. */
  retried: number
}

interface App {
  readonly child: ChildProcess
  readonly url: string
}

const script = new URL("./kill-app.ts", import.meta.url).pathname

const startApp = async (place: KillPlace): Promise<App> => {
  const flags = ["--conditions=@escucha/source", "--disable-warning=ExperimentalWarning"]
  const child = spawn(process.execPath, [...flags, script, JSON.stringify(place)], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  for await (const chunk of child.stdout ?? []) {
    child.stdout?.resume()
    return { child, url: String(chunk).trim() }
  }
  throw new TypeError("the application did not start: see what it wrote to standard error")
}

const end = async ({ child }: App, how: "SIGKILL" | "SIGTERM"): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, "exit")
  child.kill(how)
  await gone
}

/** Calls until a webhook is answered with 2xx, by whatever process. */
const insist = async (story: KillStory, number: number, urlOf: () => string): Promise<void> => {
  const chat = 1 + (number % 12)
  const { headers, body } = signedWebhook.telegram({
    webhookSecret: bot.webhookSecret,
    text: `message ${number}`,
    update: number,
    chat,
    at: Date.now() - ((number * 7_919) % mostLate),
  })
  const own = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
  for (;;) {
    const isTaken = await fetch(`${urlOf()}/hooks/telegram`, {
      method: "POST",
      headers: own,
      body,
      signal: AbortSignal.timeout(10_000),
    }).then(
      ({ ok }) => ok,
      () => false, // it was killed
    )
    if (isTaken) break
    story.retried++
    await sleep(20)
  }
  story.acknowledged.add(`in:telegram:${bot.id}:${number}#0`)
}

/** Lets clients talk to three processes, while Restate and the processes are killed in turn; gives them peace at the end. */
export const killInTurn = async (
  { postgres, restate }: Servers,
  kills: { readonly server: number; readonly process: number },
  isQuiet: (url: string) => Promise<boolean>,
  bug = "",
): Promise<KillStory> => {
  const url = await postgres.fresh()
  const story: KillStory = {
    url,
    acknowledged: new Set(),
    handed: new Map(),
    stalls: [],
    serverKills: 0,
    processKills: 0,
    retried: 0,
  }
  const provider = await startProvider((text) => story.handed.set(text, (story.handed.get(text) ?? 0) + 1), 10)
  const { ingress, admin, identityKey } = restate
  const place: KillPlace = { url, ingress, admin, identityKey, port: await freePort(), provider: provider.url, bug }
  const apps = await Promise.all([1, 2, 3].map(() => startApp(place)))
  const over = new AbortController()
  let number = 0
  const client = async (): Promise<void> => {
    while (!over.signal.aborted) {
      number += 1
      await insist(story, number, () => apps[number % apps.length]?.url ?? "")
      await sleep(20)
    }
  }
  const clients = [client(), client(), client()]
  /** Something new is sent: whatever was killed, work goes on. */
  const progress = async (): Promise<void> => {
    const before = story.handed.size
    const since = Date.now()
    let toldAt = since
    while (story.handed.size < before + 3) {
      if (Date.now() - toldAt > 30_000) {
        toldAt = Date.now()
        console.log(`for ${toldAt - since} ms nothing is sent: ${await whatWaits(url, restate)}`)
      }
      // what hangs is given up after 140 seconds: longer than that nothing may stand still
      if (Date.now() - since > 240_000) throw new TypeError("nothing is sent any more")
      await sleep(10)
    }
    story.stalls.push(Date.now() - since)
  }
  try {
    await progress()
    while (story.serverKills < kills.server || story.processKills < kills.process) {
      if (story.serverKills < kills.server) {
        await restate.kill()
        story.serverKills++
        await restate.startAgain()
        await progress()
      }
      if (story.processKills < kills.process) {
        const which = story.processKills % apps.length
        const app = apps[which]
        if (app) await end(app, "SIGKILL")
        story.processKills++
        const [started] = await Promise.all([startApp(place), progress()])
        apps[which] = started
      }
    }
    over.abort()
    await Promise.all(clients)
    // a chat takes one message a second: what waits for its turn is waited for, as long as one is sent now and then
    for (let [seen, since] = [0, Date.now()]; !(await isQuiet(url)) && Date.now() - since < 150_000; await sleep(200))
      if (story.handed.size > seen) [seen, since] = [story.handed.size, Date.now()]
    for (const app of apps) await end(app, "SIGTERM")
  } finally {
    over.abort()
    for (const app of apps) await end(app, "SIGKILL")
    provider.close()
  }
  return story
}
