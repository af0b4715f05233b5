import { stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import type { Summary } from "../../src/import/summary.ts"
import { freshFolder, startDesk } from "../desk-process.ts"

const count = 60_000
const row = (index: number) =>
  `m-${index},2026-03-01T10:${String(index % 60).padStart(2, "0")}:00Z,c-${index % 900},This is terrible and nobody answers`

const summaryOf = (output: string) => JSON.parse(output) as Summary // the one line that the desk writes

it.skip("loses and doubles nothing when it is killed half-way and run again (not done yet: the kill has to meet the middle of it)", async () => {
  await using folder = await freshFolder()
  const file = join(folder.path, "messages.csv")
  await writeFile(file, ["id,at,customer,text", ...Array.from({ length: count }, (_, index) => row(index))].join("\n"))
  const words = (data: string) => ["--data", join(folder.path, data), "--import", file, "--exit"]

  const killed = startDesk(...words("killed"))
  const log = join(folder.path, "killed", "desk.db-wal")
  while (!((await stat(log).catch(() => undefined)) ?? { size: 0 }).size) await sleep(10)
  await sleep(300) // the log has begun: it is in the middle of it
  killed.child.kill("SIGKILL")
  await killed.ended
  expect(killed.output()).toBe("")

  const resumed = startDesk(...words("killed")),
    whole = startDesk(...words("whole"))
  expect([await resumed.ended, await whole.ended]).toEqual([0, 0])
  const [after, alone] = [summaryOf(resumed.output()), summaryOf(whole.output())]
  expect(after.total).toEqual(alone.total)
  expect(after.total).toEqual({ messages: count, customers: 900 })
  expect(after.messages + after.duplicates).toBe(count)
  expect(after.duplicates).toBeGreaterThan(0)
}, 120_000)
