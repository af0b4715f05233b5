import { once } from "node:events"
import { connect } from "node:net"
import { loopback } from "./free-port.ts"

/** A plain conversation over a socket, as telnet has it: no client library stands between. */
export interface Dialogue {
  /** Sends text as it is. */
  readonly write: (text: string) => void
  /** Sends a line and waits for what matches the answer. */
  readonly ask: (line: string, answer: RegExp) => Promise<string>
  /** Everything heard since the last answer, once it matches. Rejects when the other side hangs up before. */
  readonly hear: (answer: RegExp) => Promise<string>
  readonly close: () => void
}

// A server that says nothing at all is a failure with words, not a test that hangs.
const patience = 20_000

/** Opens a conversation with a server on loopback. */
export const openDialogue = async (port: number): Promise<Dialogue> => {
  const socket = connect(port, loopback).setEncoding("utf8")
  await once(socket, "connect")
  let heard = ""
  let over: string | undefined
  let wake: (() => void) | undefined
  socket.on("data", (text: string) => {
    heard += text
    wake?.()
  })
  const end = (why: string) => () => {
    over ??= why
    wake?.()
  }
  socket.on("error", end("the connection broke")).on("close", end("the other side hung up"))
  const hear = async (answer: RegExp): Promise<string> => {
    const late = setTimeout(end("it stayed silent"), patience)
    try {
      while (!answer.test(heard)) {
        if (over !== undefined) throw new Error(`${over} before ${answer} was said; heard ${JSON.stringify(heard)}`)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      clearTimeout(late)
    }
    const all = heard
    heard = ""
    return all
  }
  return {
    write: (text) => void socket.write(text),
    ask: (line, answer) => {
      socket.write(`${line}\r\n`)
      return hear(answer)
    },
    hear,
    close: () => void socket.destroy(),
  }
}
