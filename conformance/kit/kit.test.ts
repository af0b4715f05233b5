// Runs the kit for `npm run conformance`: in vitest, because what tells the kit of an adapter may start servers as tests do.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { kitOutcomes, loaded } from "../src/kit.ts"

const adapters = (process.env["ESCUCHA_KIT"] ?? "").split(" ").filter((name) => name !== "")
const folder = process.env["ESCUCHA_KIT_OUTPUT"] ?? ""
const subjects = await Promise.all(adapters.map(loaded))

describe("the kit", () => {
  it.for(subjects)("looks at $adapter", async (subject) => {
    const outcomes = await kitOutcomes(subject)
    writeFileSync(join(folder, `${subject.adapter}.json`), JSON.stringify(outcomes))
    expect(outcomes).not.toEqual([])
  })
})
