// Ours of one provider alone, in a process of its own: `memory.ts PROVIDER URL`. It tells what a send allocates and the peak of its memory.
import { nodeTransport } from "@escucha/adapters/transports/node"
import { BenchError } from "../bench-error.ts"
import { tellCost } from "../peak.ts"
import { through } from "./ours.ts"
import { channelOf, providers } from "./provider.ts"

const [given, baseUrl = ""] = process.argv.slice(2)
const provider = providers.find((each) => each === given)
if (!provider) throw new BenchError(`there is no provider named ${JSON.stringify(given)}`)
await using node = nodeTransport()
const send = through(provider, { channel: channelOf(provider, baseUrl), transport: node.transport })
let sent = 0
await tellCost(() => send(sent++))
