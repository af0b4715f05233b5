import type { ChannelSubject } from "@escucha/core/testing"
import { subscriptionAddress, webPush } from "../../src/channels/web-push.ts"
import { aBrowser, applicationKeys } from "../push/browser.ts"

const config = { ...applicationKeys(), subject: "mailto:help@shop.example", title: "La tienda" }

/** Somebody's browser. */
export const browser = aBrowser()

export const subject: ChannelSubject<Parameters<typeof webPush>[0]> & { readonly config: typeof config } = {
  make: webPush,
  config,
  otherConfig: { ...config, ...applicationKeys() },
  secrets: ["privateKey"],
  address: subscriptionAddress(browser.subscription),
  wrong: [
    { option: "publicKey", config: { ...config, publicKey: "short" } },
    { option: "privateKey", config: { ...config, privateKey: "" } },
    { option: "subject", config: { ...config, subject: "help@shop.example" } },
    { option: "title", config: { ...config, title: "" } },
    { option: "timeToLive", config: { ...config, timeToLive: "soon" } },
    { option: "urgency", config: { ...config, urgency: "now" } },
    { option: "services", config: { ...config, services: ["http://push.example.com"] } },
  ],
  responses: { accepted: { status: 201, headers: { location: "https://push.example.com/m/1" }, body: "" } },
}
