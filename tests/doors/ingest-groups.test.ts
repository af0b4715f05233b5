import { expect, it } from "vitest"
import * as z from "zod"
import { aSender } from "./a-sender.ts"

it.for(["company", "person", "group", "toString"])(
  "takes what an event says of the person and of a group of type %s",
  async (type) => {
    const { capture, escucha } = aSender({ traits: { plan: z.string() } })
    const properties = { $set: { plan: "pro" }, $groups: { [type]: "x-1" } }
    await capture({ event: "seen", distinct_id: "ana", uuid: "u-1", properties })
    const ana = await escucha.customers.get("ana")
    expect(ana?.traits).toEqual({ plan: "pro" })
    expect(ana?.memberships).toHaveLength(1)
  },
)
