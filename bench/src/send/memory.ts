// Ours alone, in a process of its own: `memory.ts PROVIDER URL`, or `memory.ts smtp PORT`. It tells what a send allocates and the peak of
// its memory.
import { nodeTransport } from "@escucha/adapters/transports/node"
import { BenchError } from "../bench-error.ts"
import { tellCost } from "../peak.ts"
import { through } from "./ours.ts"
import { channelOf, providers, type Sending } from "./provider.ts"

const openHttp = (name: string | undefined, baseUrl: string) => {
  const provider = providers.find((each) => each === name)
  if (!provider) throw new BenchError(`there is no provider named ${JSON.stringify(name)}`)
  const { transport, close } = nodeTransport()
  return { send: through(provider, { channel: channelOf(provider, baseUrl), transport }), close }
}

const openMail = async (port: number) => (await import("./smtp.ts")).openOurs(port)

const [name, where = ""] = process.argv.slice(2)
const opened: { readonly send: Sending; readonly close: () => Promise<void> } =
  name === "smtp" ? await openMail(Number(where)) : openHttp(name, where)
let sent = 0
await tellCost(() => opened.send(sent++))
await opened.close()
