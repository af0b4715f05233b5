import { stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { Summary } from "../../src/import/summary.ts"
import { freshFolder, startDesk } from "../desk-process.ts"

const count = 20_000
const row = (index: number) =>
  `m-${index},2026-03-01T10:${String(index % 60).padStart(2, "0")}:00Z,c-${index % 900},This is terrible and nobody answers`

const summaryOf = (output: string) => JSON.parse(output) as Summary // the one line that the desk writes

/** What is written when the kill comes, in bytes: some thousands of the messages, all of which take four times as much. */
const halfWay = 4_000_000

const sizeOf = async (file: string): Promise<number> => {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return 0 // not begun
    throw error
  }
}

it("loses and doubles nothing when it is killed half-way and run again", async () => {
  await using folder = await freshFolder()
  const file = join(folder.path, "messages.csv")
  await writeFile(file, ["id,at,customer,text", ...Array.from({ length: count }, (_, index) => row(index))].join("\n"))
  const words = ["--data", join(folder.path, "data"), "--import", file, "--exit"]

  const killed = startDesk(...words)
  await expect
    .poll(() => sizeOf(join(folder.path, "data", "desk.db-wal")), { interval: 5, timeout: 60_000 })
    .toBeGreaterThan(halfWay)
  killed.child.kill("SIGKILL")
  await killed.ended
  expect(killed.output()).toBe("") // it had not come to its end

  const resumed = startDesk(...words)
  expect(await resumed.ended).toBe(0)
  const { messages, duplicates, total } = summaryOf(resumed.output())
  expect(messages).toBeGreaterThan(0)
  expect(duplicates).toBeGreaterThan(0)
  expect(messages + duplicates).toBe(count)
  expect(total).toEqual({ messages: count, customers: 900 })
}, 120_000)
