import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { signedWebhook } from "../../packages/core/src/testing/signed-webhook.ts"
import { mostLate } from "./kill-judge.ts"
import { startProvider } from "./counting-provider.ts"
import { bot, writeKey } from "./served-options.ts"

/** What the world knows at the end: what it was told, and what it was sent. */
export interface KillStory {
  kills: number
  /** Inputs that were answered with 2xx, by the id of the entry that they must have made. */
  readonly acknowledged: Set<string>
  /** Deliveries made again on purpose after they were acknowledged. */
  repeated: number
  /** Calls that were not answered with 2xx and were tried again. */
  retried: number
  /** How often each text was handed to the provider. */
  readonly handed: Map<string, number>
}

const script = new URL("./served-app.ts", import.meta.url).pathname

const startApp = async (
  file: string,
  provider: string,
  bug: string,
): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
  const child = spawn(
    process.execPath,
    ["--conditions=@escucha/source", "--disable-warning=ExperimentalWarning", script, file, provider, bug],
    { stdio: ["pipe", "pipe", "inherit"] },
  )
  for await (const chunk of child.stdout ?? []) {
    child.stdout?.resume()
    return { child, url: String(chunk).trim() }
  }
  throw new Error("the application did not start: see what it wrote to standard error")
}

interface Delivery {
  readonly path: string
  readonly headers: { readonly [name: string]: string | undefined }
  readonly body: string
  /** The entries that it must make. */
  readonly entries: readonly string[]
}

const webhookOf = (number: number, { chat, at }: { readonly chat: number; readonly at: number }): Delivery => {
  const { headers, body } = signedWebhook.telegram({
    webhookSecret: bot.webhookSecret,
    text: `message ${number}`,
    update: number,
    chat,
    at,
  })
  return { path: "/hooks/telegram", headers, body, entries: [`in:telegram:${bot.id}:${number}#0`] }
}

const batchOf = (number: number, user: number): Delivery => {
  const batch = [0, 1].map((place) => ({
    type: "track",
    messageId: `e${number}.${place}`,
    userId: `u${user}`,
    event: "order-lost",
  }))
  return {
    path: "/v1/batch",
    headers: { "content-type": "application/json", authorization: `Basic ${btoa(`${writeKey}:`)}` },
    body: JSON.stringify({ batch }),
    entries: batch.map(({ messageId }) => `v1:${messageId}#0`),
  }
}

const headersOf = (headers: Delivery["headers"]): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** Calls until it is answered with 2xx, or until it is over: whether it was. */
const createClient = (story: KillStory, urlOf: () => string, over: AbortSignal) => {
  const attempt = async ({ path, headers, body }: Delivery): Promise<boolean> => {
    try {
      const { status } = await fetch(`${urlOf()}${path}`, {
        method: "POST",
        headers: headersOf(headers),
        body,
        signal: AbortSignal.timeout(10_000),
      })
      return status >= 200 && status < 300
    } catch {
      // the application was killed: try again
      return false
    }
  }
  return {
    attempt,
    insist: async (delivery: Delivery): Promise<boolean> => {
      while (!(await attempt(delivery))) {
        if (over.aborted) return false
        story.retried++
        await sleep(10)
      }
      for (const entry of delivery.entries) story.acknowledged.add(entry)
      return true
    },
  }
}

const end = async (child: ChildProcess, how: "SIGKILL" | "SIGTERM"): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, "exit")
  child.kill(how)
  await gone
}

/** Asks it to end and waits until it has. One with a planted bug may wait for ever for what it forgot: it is not waited for. */
const endInPeace = async (child: ChildProcess, bug: string): Promise<void> => {
  const late = new AbortController()
  const isEnded = await Promise.race([
    end(child, "SIGTERM").then(() => true),
    sleep(60_000, false, { signal: late.signal }).catch(() => false), // it has ended
  ])
  late.abort()
  if (!isEnded && bug === "") throw new Error("the application did not end when it was asked to")
}

/** Waits until so many inputs were acknowledged. An application that takes nothing in for a minute has failed. */
const untilAcknowledged = async ({ acknowledged }: KillStory, goal: number): Promise<void> => {
  for (let waited = 0; acknowledged.size < goal; waited += 2) {
    if (waited > 60_000) throw new Error("the application takes nothing in any more")
    await sleep(2)
  }
}

/** Lets four clients talk to an application that is killed again and again, until it was killed so often; then ends it in peace. */
export const killAgainAndAgain = async (
  file: string,
  { kills, random, bug = "" }: { readonly kills: number; readonly random: () => number; readonly bug?: string },
): Promise<KillStory> => {
  const story: KillStory = { kills: 0, acknowledged: new Set(), repeated: 0, retried: 0, handed: new Map() }
  const provider = await startProvider((text) => story.handed.set(text, (story.handed.get(text) ?? 0) + 1), 15)
  const calm = new AbortController() // no new deliveries; those under way are brought to their end
  const over = new AbortController()
  let app = await startApp(file, provider.url, bug)
  let number = 0
  const { attempt, insist } = createClient(story, () => app.url, over.signal)
  const client = async (): Promise<void> => {
    while (!calm.signal.aborted) {
      const own = ++number
      const delivery =
        random() < 0.7
          ? webhookOf(own, { chat: 1 + Math.floor(random() * 12), at: Date.now() - Math.floor(random() * mostLate) })
          : batchOf(own, Math.floor(random() * 5))
      const isTaken = await insist(delivery)
      if (isTaken && random() < 0.1 && (await attempt(delivery))) story.repeated++
    }
  }
  const clients = [client(), client(), client(), client()]
  try {
    while (story.kills < kills) {
      // in the middle of work, and never without any progress
      await untilAcknowledged(story, story.acknowledged.size + 1 + Math.floor(random() * 25))
      await end(app.child, "SIGKILL")
      story.kills++
      app = await startApp(file, provider.url, bug)
    }
    calm.abort()
    await Promise.all(clients)
    await endInPeace(app.child, bug)
  } finally {
    calm.abort()
    over.abort()
    await end(app.child, "SIGKILL")
    provider.close()
  }
  return story
}
