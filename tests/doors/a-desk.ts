import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { bearer, call, type Carried, listen, quiet } from "./caller.ts"
import { troubledStore } from "./troubled-store.ts"

/** What opens the desk of a test. */
export const deskToken = "a-desk-token-of-a-test"

/** A house with a desk, and a colleague who has signed in. Customers come by sms, mail and chat. */
export const aDesk = async () => {
  const troubled = troubledStore()
  const failures: unknown[] = []
  const [sms, mail] = [fakeChannel({ scheme: "tel" }), fakeChannel({ scheme: "email" })]
  const escucha = createTestEscucha({
    channels: { sms, mail, chat: webChat({ secret: "a secret of a test, long enough to seal with" }) },
    desk: { token: deskToken },
    store: troubled.store,
    report: (failure) => failures.push(failure),
  })
  await escucha.start()
  const signIn = async (name = "Eva") => {
    const { value } = await call(escucha, "POST", "/desk/session", { body: { token: deskToken, name } })
    return (value as { readonly session: string }).session // what the route gives
  }
  const session = await signIn()
  let number = 0
  return {
    ...troubled,
    escucha,
    failures,
    sms,
    mail,
    session,
    signIn,
    get: (path: string, headers: Carried["headers"] = bearer(session)) => call(escucha, "GET", path, { headers }),
    post: (path: string, body: unknown, headers: Carried["headers"] = {}) =>
      call(escucha, "POST", path, { body, headers: { ...bearer(session), ...headers } }),
    listen: (path = "/desk/events", headers: Carried["headers"] = {}) =>
      listen(escucha, path, { ...bearer(session), ...headers }),
    /** A customer writes; the id by which the desk knows them. */
    writes: async (channel: "sms" | "mail", address: string, text: string, part: { readonly name?: string } = {}) => {
      await escucha.conversations.receive(channel, [{ type: "message", id: `m${++number}`, address, text, ...part }])
      await escucha.settled()
      await quiet()
      return (await escucha.customers.get(`${channel === "sms" ? "tel" : "email"}:${address}`))?.id ?? "s_nobody"
    },
  }
}
