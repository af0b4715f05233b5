import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { startProvider } from "../../../../tests/support/counting-provider.ts"
import { mostLate } from "../../../../tests/support/kill-judge.ts"
import { bot } from "../../../../tests/support/served-options.ts"
import { signedWebhook, type TelegramWebhook } from "@escucha/core/testing"

/** What the world knows at the end: what it was told, and what it was sent. */
export interface Story {
  kills: number
  /** Webhooks that were answered with 2xx, by the id of the entry that each must have made. */
  readonly acknowledged: Set<string>
  retried: number
  /** How often each text was handed to the provider. */
  readonly handed: Map<string, number>
}

interface Process {
  readonly child: ChildProcess
  readonly url: string
}

const script = new URL("./served-house.ts", import.meta.url).pathname

const start = async (database: string, provider: string, bug: string): Promise<Process> => {
  const child = spawn(
    process.execPath,
    ["--conditions=@escucha/source", "--disable-warning=ExperimentalWarning", script, database, provider, bug],
    { stdio: ["pipe", "pipe", "inherit"] },
  )
  for await (const chunk of child.stdout ?? []) {
    child.stdout?.resume()
    return { child, url: String(chunk).trim() }
  }
  throw new Error("the application did not start: see what it wrote to standard error")
}

const end = async ({ child }: Process, how: "SIGKILL" | "SIGTERM"): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, "exit")
  child.kill(how)
  await gone
}

type Message = Pick<TelegramWebhook, "update" | "chat" | "at">

const post = async (url: string, message: Message): Promise<boolean> => {
  const { webhookSecret } = bot
  const { headers, body } = signedWebhook.telegram({ webhookSecret, text: `message ${message.update}`, ...message })
  try {
    const { status } = await fetch(`${url}/hooks/telegram`, {
      method: "POST",
      headers: Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      body,
      signal: AbortSignal.timeout(10_000),
    })
    return status >= 200 && status < 300
  } catch {
    // it was killed: try another one
    return false
  }
}

/** What a campaign is made of; `isDone` says whether nothing is left to be done. */
export interface Campaign {
  readonly database: string
  readonly kills: number
  readonly random: () => number
  readonly bug?: string
  readonly isDone: () => Promise<boolean>
}

/** Lets four clients talk to three processes on one database, of which one after the other is killed; ends in peace. */
export const killOneOfThree = async ({ database, kills, random, bug = "", isDone }: Campaign): Promise<Story> => {
  const story: Story = { kills: 0, acknowledged: new Set(), retried: 0, handed: new Map() }
  const provider = await startProvider((text) => story.handed.set(text, (story.handed.get(text) ?? 0) + 1), 15)
  const processes: Process[] = []
  const calm = new AbortController(),
    over = new AbortController()
  let number = 0
  const pick = () => Math.floor(random() * processes.length)
  const coming = new Map<number, Promise<void>>()
  /** Puts another process in the place of one; those that are there go on meanwhile. */
  const replace = async (victim: number): Promise<void> => {
    const killed = processes[victim]
    if (killed) await end(killed, "SIGKILL")
    processes[victim] = await start(database, provider.url, bug)
    coming.delete(victim)
  }
  const killOne = async (): Promise<void> => {
    if (coming.size > 1) await Promise.race(coming.values()) // one of them is always there
    const there = processes.flatMap((_, place) => (coming.has(place) ? [] : [place]))
    const victim = there[Math.floor(random() * there.length)] ?? 0
    coming.set(victim, replace(victim))
    story.kills++
  }
  const client = async (own: number): Promise<void> => {
    while (!calm.signal.aborted) {
      const update = ++number
      const chat = own * 4 + Math.floor(random() * 4) // nobody else writes there: the order is that of its messages
      const at = Date.now() - Math.floor(random() * mostLate)
      while (!(await post(processes[pick()]?.url ?? "", { update, chat, at }))) {
        if (over.signal.aborted) return
        story.retried++
        await sleep(20)
      }
      story.acknowledged.add(`in:telegram:${bot.id}:${update}#0`)
    }
  }
  const untilAcknowledged = async (goal: number): Promise<void> => {
    for (let waited = 0; story.acknowledged.size < goal; waited += 5) {
      if (waited > 120_000) throw new Error("the applications take nothing in any more")
      await sleep(5)
    }
  }
  let clients: readonly Promise<void>[] = []
  try {
    processes.push(...(await Promise.all([1, 2, 3].map(() => start(database, provider.url, bug)))))
    clients = [1, 2, 3, 4].map(client)
    while (story.kills < kills) {
      await untilAcknowledged(story.acknowledged.size + 1 + Math.floor(random() * 20))
      await killOne()
    }
    await Promise.all(coming.values())
    calm.abort()
    await Promise.all(clients)
    // one chat takes a message a second: what clients said more quickly than that leaves later
    for (let [seen, since] = [0, Date.now()]; !(await isDone()) && Date.now() - since < 120_000; await sleep(100))
      if (story.handed.size > seen) [seen, since] = [story.handed.size, Date.now()] // as long as one leaves now and then
    await Promise.all(processes.map((each) => end(each, "SIGTERM")))
  } finally {
    calm.abort()
    over.abort()
    await Promise.all(processes.map((each) => end(each, "SIGKILL")))
    await Promise.allSettled(clients)
    provider.close()
  }
  return story
}
