import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

/** When the line is cut: when a COMMIT comes, and it goes no further; or when the answer to it comes. */
export type Cut = "before" | "after"

const commit = Buffer.from("COMMIT\0")

/** A line to a database that can be cut in the middle of a commit. */
export const cuttingProxy = async (port: number) => {
  let next: Cut | undefined,
    cuts = 0,
    isForGood = false
  const lines = new Set<Socket>()
  const cut = (...sockets: readonly Socket[]): void => {
    next = undefined
    cuts++
    if (isForGood) server.close()
    for (const socket of isForGood ? lines : sockets) socket.destroy()
  }
  const server = createServer((client) => {
    const database = connect(port, "127.0.0.1")
    let isCommitting = false
    for (const socket of [client, database]) {
      lines.add(socket)
      socket.on("error", () => undefined)
    }
    client.on("close", () => database.end())
    database.on("close", () => client.destroy())
    client.on("data", (sent: Buffer) => {
      if (next !== undefined && sent.includes(commit)) {
        if (next === "before") return cut(client, database)
        isCommitting = true
      }
      database.write(sent)
    })
    // by its answer, of which nobody hears, the database says that it has committed
    database.on("data", (answered: Buffer) => {
      if (!isCommitting) return client.write(answered)
      return answered.includes(commit) && cut(client, database)
    })
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    /** Cuts the line of the next commit; for good, where there is no way to the database any more after that. */
    cutNext: (when: Cut, forGood = false): void => {
      next = when
      isForGood = forGood
    },
    cuts: () => cuts,
    close: async () => {
      for (const socket of lines) socket.destroy()
      if (!server.listening) return
      server.close()
      await once(server, "close")
    },
  }
}
