import type { RequestListener } from "node:http"
import { listening } from "./http-server.ts"
import { installed } from "./installed.ts"
import type { Server } from "./server.ts"

/** What a browser hands to a site when somebody lets it notify them. */
export interface PushSubscription {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
  readonly clientHash: string
}

/** A push service with the browsers behind it: what it takes it decrypts. */
export interface WebPush extends Server {
  readonly url: string
  /** Subscribes a browser to the holder of this public key (base64url). */
  readonly subscribe: (applicationServerKey?: string) => Promise<PushSubscription>
  /** What a browser has shown until now. */
  readonly shown: (subscription: PushSubscription) => readonly string[]
  /** From now on the endpoint answers 410. */
  readonly expire: (subscription: PushSubscription) => void
}

interface Model {
  notifyUrl: string
  readonly subscribe: (options: object) => Promise<PushSubscription>
  readonly getNotifications: (wanted: { readonly clientHash: string }) => { readonly messages: readonly string[] }
  readonly expireSubscription: (clientHash: string) => void
}
type WebPushTestingServer = new (model: Model, port: number) => { readonly setRequestHandlers: () => void }

/** Starts npm's web-push-testing in this process, or gives undefined where it is not installed. */
export const startWebPush = async (): Promise<WebPush | undefined> => {
  const found = installed("web-push-testing", "/src/server.js")
  if (found === undefined) return undefined
  const model = new (
    installed("web-push-testing", "/src/PushApiModel.js") as { PushApiModel: new () => Model }
  ).PushApiModel()
  // Its own start listens on every address of the machine and ends the process on an error, so its express application listens here.
  const testing = new (found as WebPushTestingServer)(model, 0)
  testing.setRequestHandlers()
  const application = Reflect.get(testing, "_app") as RequestListener // where version 1.2.2, which is pinned, keeps it
  const server = await listening(application)
  model.notifyUrl = `${server.url}/notify/`
  return {
    ...server,
    subscribe: (applicationServerKey) =>
      model.subscribe({ userVisibleOnly: "true", ...(applicationServerKey !== undefined && { applicationServerKey }) }),
    shown: ({ clientHash }) => model.getNotifications({ clientHash }).messages,
    expire: ({ clientHash }) => model.expireSubscription(clientHash),
  }
}
