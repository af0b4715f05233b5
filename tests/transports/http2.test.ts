import type { HttpRequest } from "@escucha/core"
import { nodeTransport } from "@escucha/adapters/transports/node"
import { createServer } from "node:http2"
import type { AddressInfo } from "node:net"
import { expect, it } from "vitest"

it("a process stays until each call over the one connection of a provider is answered", async () => {
  let answer = () => {}
  const server = createServer({}, (request, response) => {
    const end = () => void response.end("{}")
    if (request.headers["x-late"]) answer = end
    else end()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const { port } = server.address() as AddressInfo // it listens on a port
  const { transport, close } = nodeTransport()
  const call = (headers: HttpRequest["headers"] = {}) =>
    transport("apns", { method: "POST", url: `http://127.0.0.1:${port}/`, headers, body: "{}", http2: true })
  const lines = () => process.getActiveResourcesInfo().filter((each) => each === "TCPSocketWrap").length
  const waiting = call({ "x-late": "1" })
  await call()
  await call()
  const meanwhile = lines()
  answer()
  await waiting
  await call()
  await expect.poll(lines).toBe(meanwhile - 1) // the server holds its end; ours holds nobody any more
  await close()
  server.close()
})
