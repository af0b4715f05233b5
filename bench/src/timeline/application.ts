import { postgres } from "@escucha/adapters/stores/postgres"
import { createEscucha } from "@escucha/core"
import { sqlite } from "@escucha/core/sqlite"
import { fakeChannel } from "@escucha/core/testing"
import * as z from "zod"

/** An import has many inputs at once; a larger turn has them wait for fewer fsyncs. */
const importing = { inputs: 4096, waiting: 50_000, attempts: 10 }

/** The application whose memory is measured, in a file or at a url: nothing is switched off. */
export const application = (place: string, { isImport = false } = {}) =>
  createEscucha({
    store: place.startsWith("postgres://") ? postgres(place) : sqlite(place),
    ...(isImport && { limits: importing }),
    traits: { name: z.string(), plan: z.enum(["free", "pro"]) },
    events: { "order-placed": z.object({ order: z.string(), total: z.number() }) },
    channels: { chat: fakeChannel({ scheme: "tel" }) },
  })
