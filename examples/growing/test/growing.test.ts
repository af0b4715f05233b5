import { setTimeout as pause } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import type { Kind } from "../src/app.ts"
import { type Growing, type Picture, startGrowing } from "../src/growing.ts"
import { servePage } from "../src/page.ts"
import { hasPostgres } from "../src/servers/postgres.ts"
import { hasRestate } from "../src/servers/restate.ts"

const isThere: { readonly [kind in Kind]: boolean } = {
  sqlite: true,
  postgres: hasPostgres(),
  restate: hasPostgres() && hasRestate(),
}
const remedy = "skipped: the servers are not here; examples/growing/README.md says how to get them"

/** Waits until the picture is as wanted; shows the last one where the test is ended because it never was. */
const until = async (growing: Growing, isSo: (picture: Picture) => boolean): Promise<Picture> => {
  for (;;) {
    const picture = growing.picture()
    if (isSo(picture)) return picture
    await pause(50)
  }
}

const run = async (kind: Kind) => {
  const growing = await startGrowing({ kind, customers: 20, rate: 20 })
  try {
    await until(growing, ({ figures }) => figures.answered >= 20)
    await growing.kill(1)
    const before = growing.picture().figures.acknowledged
    if (kind === "sqlite") await growing.start(1)
    await until(growing, ({ figures }) => figures.acknowledged >= before + 40)
    if (kind !== "sqlite") await growing.start(1)
    growing.setRate(0)
    // but for what was on its way to the provider when the process was killed: nobody can know whether it left
    const { figures, processes } = await until(growing, ({ untaken, figures: now }) => untaken === 0 && now.open <= 3)
    expect(figures.outOfOrder).toBe(0)
    expect(figures.late).toBeLessThanOrEqual(3)
    expect(processes.map(({ state }) => state)).toEqual(processes.map(() => "running"))
    if (kind === "postgres") {
      // who came back takes its share again: each part has an owner, and all three own some
      const hasShares = (owners: readonly number[]) => owners.every((owner) => owner > 0) && new Set(owners).size === 3
      await until(growing, ({ owners = [] }) => hasShares(owners))
    }
  } finally {
    await growing.close()
  }
}

describe("the application that grows", () => {
  for (const kind of ["sqlite", "postgres", "restate"] as const)
    it.skipIf(!isThere[kind])(
      `answers everybody in order, also when a process is killed: ${kind}${isThere[kind] ? "" : ` (${remedy})`}`,
      () => run(kind),
      180_000,
    )

  it("shows how it goes on a page that only this machine reaches", async () => {
    const growing = await startGrowing({ kind: "sqlite", customers: 5, rate: 5 })
    const page = await servePage(growing, 0)
    try {
      expect(await (await fetch(page.url)).text()).toContain('<script type="module" src="page.js">')
      const press = (path: string, origin: string, body = "{}") =>
        fetch(new URL(path, page.url), { method: "POST", headers: { origin }, body }).then(({ status }) => status)
      const own = page.url.slice(0, -1)
      expect(await press("/rate", "https://elsewhere.example", '{"rate":1}')).toBe(403)
      expect(await press("/rate", own, '{"rate":-1}')).toBe(400)
      expect(await press("/rate", own, '{"rate":7}')).toBe(204)
      expect(growing.picture().rate).toBe(7)
      expect(await press("/processes/2/kill", own)).toBe(404)
      expect(await press("/processes/1/kill", own)).toBe(204)
      expect(growing.picture().processes[0]?.state).toBe("killed")
      const events = await fetch(new URL("/events", page.url))
      const { value } = (await events.body?.getReader().read()) ?? {}
      expect(new TextDecoder().decode(value)).toMatch(/^data: \{"kind":"sqlite","rate":7,/)
    } finally {
      await page.close()
      await growing.close()
    }
  }, 60_000)
})
