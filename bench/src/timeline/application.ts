import { createEscucha } from "@escucha/core"
import { sqlite } from "@escucha/core/sqlite"
import { fakeChannel } from "@escucha/core/testing"
import * as z from "zod"

/** The application whose memory is measured: nothing is switched off. */
export const application = (file: string) =>
  createEscucha({
    store: sqlite(file),
    traits: { name: z.string(), plan: z.enum(["free", "pro"]) },
    events: { "order-placed": z.object({ order: z.string(), total: z.number() }) },
    channels: { chat: fakeChannel({ scheme: "tel" }) },
  })
