import { once } from "node:events"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"

/** Lets a server listen on a free port of this machine alone. */
export const listen = async (
  server: Server,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo // a server on a port, not on a pipe, has an AddressInfo
  const close = async (): Promise<void> => {
    const closed = once(server, "close")
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { url: `http://127.0.0.1:${port}`, close }
}
