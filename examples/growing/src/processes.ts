// Starts processes of the application, kills them, and starts them again.
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import type { Place } from "./app.ts"
import type { Told } from "./process.ts"

/** How a process is, as the page shows it. */
export interface ProcessView {
  readonly number: number
  readonly state: "starting" | "running" | "stopping" | "stopped" | "killed"
  readonly pid?: number
  readonly megabytes?: number
}

interface Member {
  readonly number: number
  state: ProcessView["state"]
  child?: ChildProcess
  url?: string
  going?: Extract<Told, { readonly is: "going" }>
  /** The last words of its standard error, for whoever asks why it ended. */
  said: string
}

const main = join(import.meta.dirname, "process.ts")

/** Starts the process of a member, and waits until it serves. */
const launch = async (member: Member, place: Place): Promise<void> => {
  member.state = "starting"
  const child = fork(main, [], {
    execArgv: ["--conditions=@escucha/source"],
    env: { ...process.env, PLACE: JSON.stringify(place) },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  })
  member.child = child
  child.stderr?.on("data", (text: Buffer) => (member.said = `${member.said}${text}`.slice(-2_000)))
  await new Promise<void>((resolve, reject) => {
    child.on("message", (told: Told) => {
      if (told.is === "going") member.going = told
      else {
        member.url = told.url
        member.state = "running"
        resolve()
      }
    })
    child.once("exit", () => {
      member.state = member.state === "killed" ? "killed" : "stopped"
      delete member.url
      delete member.going
      reject(new Error(`process ${member.number} ended:\n${member.said}`))
    })
  })
}

const end = async (member: Member | undefined, signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
  const { child } = member ?? {}
  if (!member || !child || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, "exit")
  member.state = signal === "SIGKILL" ? "killed" : "stopping"
  delete member.url
  child.kill(signal)
  await ended
}

/** The processes of one run. `placeOf` says where everything is, for each of them. */
export const createProcesses = (many: number, placeOf: (process: number) => Place) => {
  const members: readonly Member[] = Array.from({ length: many }, (_, place) => ({
    number: place + 1,
    state: "stopped",
    said: "",
  }))
  const memberOf = (number: number): Member | undefined => members.find((each) => each.number === number)

  const start = async (number: number): Promise<void> => {
    const member = memberOf(number)
    if (member && (member.state === "stopped" || member.state === "killed")) await launch(member, placeOf(number))
  }
  return {
    start,
    startAll: async () => {
      await start(1) // the first one makes the tables
      await Promise.all(members.slice(1).map(({ number }) => start(number)))
    },
    /** As a crash does, or the lack of memory: nothing is said and nothing put in order. */
    kill: (number: number) => end(memberOf(number), "SIGKILL"),
    /** As a deployment does: it finishes what runs. */
    stop: (number: number) => end(memberOf(number), "SIGTERM"),
    stopAll: async () => {
      await Promise.all(members.map((member) => end(member, "SIGTERM")))
    },
    doors: (): readonly string[] => members.flatMap(({ url }) => url ?? []),
    views: (): readonly ProcessView[] =>
      members.map(({ number, state, child, going }) => ({
        number,
        state,
        ...(child?.pid !== undefined && { pid: child.pid }),
        ...(going && { megabytes: going.megabytes }),
      })),
    /** What waits, as the last of them that was asked says: all look at the same store. */
    going: () => members.findLast(({ going }) => going)?.going,
    said: (number: number): string => memberOf(number)?.said ?? "",
  }
}

/** The processes of a run. */
export type Processes = ReturnType<typeof createProcesses>
