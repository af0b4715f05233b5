import * as z from "zod"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import type { DeskPerson } from "../../packages/core/src/client/wire-person.ts"
import { deskToken } from "./a-desk.ts"
import { bearer, call, type Seen } from "./caller.ts"

const secret = "a secret of a test, long enough to sign with"

/** A house that declares what its people are, and a colleague at its desk. */
export const aHouse = async (name = "Eva") => {
  const mail = fakeChannel({ scheme: "email" })
  const escucha = createTestEscucha({
    channels: { mail },
    traits: { name: z.string(), city: z.string(), email: z.email() },
    events: { "order-placed": z.object({ total: z.number() }) },
    purposes: { newsletter: { basis: "consent", text: { en: "I want the newsletter." }, version: "1" } },
    desk: { token: deskToken },
    secret,
  })
  await escucha.start()
  const { value } = await call(escucha, "POST", "/desk/session", { body: { token: deskToken, name } })
  const { session } = value as { readonly session: string } // what the route gives
  const headers = bearer(session)
  const idOf = async (customer: string) => (await escucha.customers.get(customer))?.id ?? "s_nobody"
  return {
    escucha,
    mail,
    idOf,
    get: (path: string) => call(escucha, "GET", path, { headers }),
    post: (path: string, body: unknown) => call(escucha, "POST", path, { body, headers }),
    personOf: async (customer: string) =>
      of<DeskPerson>(await call(escucha, "GET", `/desk/customers/${customer}/person`, { headers })),
    ana: async () => {
      await escucha.customers.identify("ana", { name: "Ana", city: "Valencia", email: "ana.maria@example.com" })
      return idOf("ana")
    },
    ben: async () => {
      await escucha.customers.identify("ben", { name: "Ben", city: "Leeds" })
      return idOf("ben")
    },
  }
}

/** The body of an answer. */
export const of = <Body>({ value }: Seen): Body => value as Body // what the route gives

/** An id that nobody has. */
export const nobody = "s_0mm0000000000000000"
