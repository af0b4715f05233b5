import { openClient } from "../../src/client/client.ts"
import type { ClientOptions } from "../../src/client/client.ts"
import type { VisitorStorage } from "../../src/client/visitor-storage.ts"
import type { ClientSurvey } from "../../src/client/wire.ts"
import { aBrowser } from "./fake-browser.ts"
import { aServer } from "./fake-server.ts"

/** A storage that the test can read. */
export const aStorage = (): VisitorStorage & { readonly kept: Map<string, string> } => {
  const kept = new Map<string, string>()
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}

/** A client in a browser and before a server that are the test's. */
export const opened = ({ survey, ...options }: ClientOptions & { readonly survey?: ClientSurvey } = {}) => {
  const server = aServer(survey)
  const page = aBrowser()
  const client = openClient({ baseUrl: "/api", storage: aStorage(), fetch: server.fetch, ...options }, page.browser)
  return { server, page, client, conversation: client.conversation() }
}
