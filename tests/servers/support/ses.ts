import type { Server as HttpServer } from "node:http"
import type { AddressInfo } from "node:net"
import { loopback } from "./free-port.ts"
import { installed } from "./installed.ts"
import type { Server } from "./server.ts"

/** A mail that the service took. */
export interface SesMail {
  readonly messageId: string
  readonly from: string
  readonly subject: string
  readonly destination: { readonly to: readonly string[] }
  readonly body: { readonly text?: string; readonly html?: string }
  readonly headers?: readonly { readonly name: string; readonly value: string }[]
}

/** Amazon's mail service (SES, versions 1 and 2) as a stand-in that sends nothing. */
export interface Ses extends Server {
  readonly url: string
  readonly mails: () => Promise<readonly SesMail[]>
}

interface Library {
  readonly default: (where: { readonly host: string; readonly port: number }) => Promise<HttpServer>
}

/** Starts npm's aws-ses-v2-local in this process, or gives undefined where it is not installed. */
export const startSes = async (): Promise<Ses | undefined> => {
  const found = installed("aws-ses-v2-local")
  if (found === undefined) return undefined
  const server = await (found as Library).default({ host: loopback, port: 0 }) // what aws-ses-v2-local 2 exports
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  const url = `http://${loopback}:${port}`
  return {
    host: loopback,
    port,
    url,
    mails: async () => {
      const store = (await (await fetch(`${url}/store`)).json()) as { readonly emails: readonly SesMail[] } // its documented answer
      return store.emails
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
