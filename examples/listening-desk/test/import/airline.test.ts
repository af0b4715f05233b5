import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { Summary } from "../../src/import/summary.ts"
import { freshFolder, startDesk } from "../desk-process.ts"

const data = process.env["ESCUCHA_DATA"] ?? join(import.meta.dirname, "..", "..", "..", "..", "..", "shared", "data")
const file = join(data, "messages", "airline-support-en.csv")
const isThere = existsSync(file)

const run = async (folder: string): Promise<Summary> => {
  const desk = startDesk("--data", folder, "--import", file, "--speed", "max", "--exit")
  expect(await desk.ended).toBe(0)
  return JSON.parse(desk.output()) as Summary // the one line that the desk writes
}

it.skipIf(!isThere)(
  `takes in 14,485 messages of 7,701 customers once, and nothing the second time${isThere ? "" : " (skipped: data not present)"}`,
  async () => {
    await using folder = await freshFolder()
    const first = await run(folder.path)
    expect(first).toMatchObject({
      messages: 14_485,
      duplicates: 155,
      rejected: 0,
      customers: 7_701,
      total: { messages: 14_485, customers: 7_701 },
    })
    const second = await run(folder.path)
    expect(second).toMatchObject({ messages: 0, duplicates: 14_640, rejected: 0, customers: 0, total: first.total })
  },
  180_000,
)
