import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { loopback } from "./free-port.ts"
import type { Server } from "./server.ts"

/** Lets what answers requests listen on a free port of loopback. */
export const listening = async (listener: RequestListener): Promise<Server & { readonly url: string }> => {
  const server = createServer(listener)
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, loopback, resolve)
  })
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { host: loopback, port, url: `http://${loopback}:${port}`, stop }
}
