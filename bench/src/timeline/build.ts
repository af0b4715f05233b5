// Writes a file of so many entries through the SDK, as an import does: every entry is decided, projected and committed.
import { application } from "./application.ts"
import { customerOf, happeningOf, instantOf, nameOf, phoneOf, sizeOf } from "./story.ts"

/** So many calls at once: what a turn of the import takes. */
const together = 4096

const [file = "", entries = "0"] = process.argv.slice(2)
const size = sizeOf(Number(entries))
const escucha = application(file, { isImport: true })
const { customers, identities, conversations } = escucha

const tell = async (number: number): Promise<unknown> => {
  const customer = customerOf(number, size),
    at = instantOf(number, size),
    happening = happeningOf(number)
  const id = String(number)
  if (happening.kind === "identify") return customers.identify(nameOf(customer), happening.traits, { id, at })
  if (happening.kind === "track")
    return customers.track(nameOf(customer), "order-placed", happening.properties, { id, at })
  const message = { type: "message" as const, id, address: phoneOf(customer), text: happening.text, at }
  return conversations.receive("chat", [message], { historic: true })
}

const inBatches = async (count: number, call: (number: number) => Promise<unknown>): Promise<void> => {
  for (let from = 0; from < count; from += together) {
    const batch = Array.from({ length: Math.min(together, count - from) }, (_, place) => call(from + place))
    await Promise.all(batch)
    if (from % (together * 64) === 0) process.stderr.write(`${from} of ${count}\r`)
  }
}

const build = async (): Promise<void> => {
  await escucha.start()
  // everybody has two places, so that every timeline is a merge
  await inBatches(size.customers, (customer) =>
    identities.link(`user:${nameOf(customer)}`, `tel:${phoneOf(customer)}`, { id: `link-${customer}` }),
  )
  await inBatches(size.entries, tell)
  await escucha.close()
}

await build()
process.on("message", () => {}) // stays until the bench lets go
process.send?.("built")
