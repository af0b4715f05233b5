import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { binary } from "./binary.ts"
import { freePorts, loopback } from "./free-port.ts"
import { againWhenTaken, startProgram } from "./program.ts"
import type { Server } from "./server.ts"
import { temporaryFolder } from "./temporary-folder.ts"

/** An XMPP server: `port` is for clients, `component.port` for the component whose secret is told here. */
export interface Prosody extends Server {
  readonly pid: number
  readonly domain: string
  readonly component: { readonly port: number; readonly domain: string; readonly secret: string }
  /** Names of people who can sign in; the password of each is their name followed by `-pass`. */
  readonly people: readonly string[]
}

const domain = "shop.example"
const component = { domain: "bot.shop.example", secret: "component-secret" }
const people = ["ana", "luis"]

const configuration = (folder: string, client: number, componentPort: number): string => `
daemonize = false
run_as_root = true
pidfile = "${folder}/prosody.pid"
data_path = "${folder}/data"
certificates = "${folder}"
log = { info = "*console" }
modules_enabled = { "saslauth", "roster", "disco", "ping", "posix", "carbons", "smacks" }
modules_disabled = { "s2s", "tls" }
interfaces = { "${loopback}" }
c2s_ports = { ${client} }
component_ports = { ${componentPort} }
component_interfaces = { "${loopback}" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
VirtualHost "${domain}"
Component "${component.domain}"
  component_secret = "${component.secret}"
`

/** Starts Prosody, or gives undefined where it is not installed. */
export const startProsody = async (): Promise<Prosody | undefined> => {
  const command = binary("prosody")
  if (command === undefined) return undefined
  return againWhenTaken(async () => {
    const folder = await temporaryFolder("prosody")
    const [port = 0, componentPort = 0] = await freePorts(2)
    const accounts = join(folder.path, "data", domain.replaceAll(".", "%2e"), "accounts")
    await mkdir(accounts, { recursive: true })
    for (const name of people)
      await writeFile(join(accounts, `${name}.dat`), `return { ["password"] = "${name}-pass" }`)
    const file = join(folder.path, "prosody.cfg.lua")
    await writeFile(file, configuration(folder.path, port, componentPort))
    const program = await startProgram({ command, args: ["--config", file], ports: [port, componentPort] }).catch(
      async (failure: unknown) => {
        await folder.remove()
        throw failure
      },
    )
    const stop = () => program.stop().then(folder.remove)
    return {
      host: loopback,
      port,
      pid: program.pid,
      domain,
      component: { ...component, port: componentPort },
      people,
      stop,
    }
  })
}
