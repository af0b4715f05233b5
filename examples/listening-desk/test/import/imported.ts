import { sandbox } from "@escucha/adapters/channels/sandbox"
import { createEscucha, type AnyEntry } from "@escucha/core"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type Columns, usualColumns } from "../../src/import/column.ts"
import { importMessages } from "../../src/import/importer.ts"
import { createReport } from "../../src/import/report.ts"
import { openSource } from "../../src/import/source.ts"
import type { Summary } from "../../src/import/summary.ts"
import { freshFolder } from "../desk-process.ts"

/** A house in memory, with the channel of imports. */
export const aHouse = () => createEscucha({ channels: { sandbox: sandbox() } })

/** What an import came to, what it told, and what the house holds then. */
export interface Imported {
  readonly summary: Summary | undefined
  readonly told: string
  /** The messages of a customer, oldest first. */
  readonly messagesOf: (
    customer: string,
  ) => Promise<readonly Extract<AnyEntry, { readonly kind: "message-received" }>[]>
}

/** Imports a file of this name and content into a house. */
export const imported = async ({
  name = "messages.csv",
  content,
  columns = usualColumns,
  speed = "max",
  app = aHouse(),
  signal = new AbortController().signal,
}: {
  readonly name?: string
  readonly content: string | Uint8Array
  readonly columns?: Columns
  readonly speed?: number | "max"
  readonly app?: ReturnType<typeof aHouse>
  readonly signal?: AbortSignal
}): Promise<Imported> => {
  await using folder = await freshFolder()
  const file = join(folder.path, name)
  await writeFile(file, content)
  const source = await openSource(file, columns)
  let told = ""
  try {
    const summary = await importMessages(app, {
      source,
      columns,
      speed,
      signal,
      report: createReport({
        write: (text) => {
          told += text
        },
      }),
    })
    return {
      summary,
      told,
      messagesOf: async (customer) =>
        (await app.customers.timeline(`sandbox:${customer}`)).items
          .flatMap((entry) => (entry.kind === "message-received" ? [entry] : []))
          .toReversed(),
    }
  } finally {
    await source.close()
  }
}
