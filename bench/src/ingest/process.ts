import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { BenchError } from "../bench-error.ts"

/** Another process that answers one message with one message. */
export interface Partner<Ask, Answer> {
  readonly ask: (question: Ask) => Promise<Answer>
  readonly end: () => Promise<void>
}

const nextMessage = async (child: ChildProcess): Promise<unknown> => {
  const gone = new AbortController()
  const exited = once(child, "exit", { signal: gone.signal }).then(([code]) => {
    throw new BenchError(`a process of the bench ended with ${code}`)
  })
  try {
    const [message]: readonly unknown[] = await Promise.race([once(child, "message", { signal: gone.signal }), exited])
    return message
  } finally {
    gone.abort()
    exited.catch(() => {}) // we stopped waiting for it
  }
}

/** The conditions of this process alone: what it was told to load before us lets a process end that waits only for messages. */
const conditions = process.execArgv.filter((option) => !option.startsWith("--import"))

/** Starts a script of ours and waits until it says that it is ready; what it says then is given too. */
export const startPartner = async <Ask extends object | string, Answer>(
  script: URL,
  args: readonly string[] = [],
): Promise<Partner<Ask, Answer> & { readonly greeting: string }> => {
  const child = fork(script, [...args], { stdio: ["ignore", 2, 2, "ipc"], execArgv: conditions })
  const greeting = String(await nextMessage(child))
  return {
    greeting,
    ask: async (question) => {
      child.send(question)
      return (await nextMessage(child)) as Answer // our own script answers, in the shape that its file declares
    },
    end: async () => {
      if (child.exitCode !== null) return
      const exited = once(child, "exit")
      child.disconnect()
      await exited
    },
  }
}
