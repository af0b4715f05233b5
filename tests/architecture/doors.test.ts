import { describe, expect, it } from "vitest"
import { doors, isThere, programOf } from "./doors.ts"
import { undocumented } from "./documentation.ts"
import { surfaceOf } from "./surface.ts"

const open = doors().filter(isThere)

describe("the doors", () => {
  const program = programOf(open.map(({ path }) => path))

  it("are all there", () => { expect(doors().filter((door) => !isThere(door))).toEqual([]) })

  it("give nothing without a doc comment", () => { expect(undocumented(program, open.map(({ path }) => path))).toEqual([]) })

  it.for(open)("$name gives what its snapshot lists", async ({ name, path }) => {
    const surface = surfaceOf(program, path)
    expect(surface).not.toBe("")
    await expect(surface).toMatchFileSnapshot(`surface/${name.replaceAll("/", ".")}.txt`)
  })
})

describe("the checks of the doors", () => {
  const program = programOf([], new Map([
    ["planted/door.ts", `export { silent, spoken, Box } from "./room.ts"\nexport type * from "./shape.ts"\nexport * as room from "./room.ts"\nexport { gone } from "./room.ts"`],
    ["planted/room.ts", `/** Speaks. */\nexport const spoken = (text: string): string => text\nexport const silent = 1\n/** Holds. */\nexport class Box { open() { return 1 } }`],
    ["planted/shape.ts", "/** A line. */\nexport interface Line { readonly text: string; readonly note?: string }\n/** Either. */\nexport type Either = \"one\"\n  | \"other\""],
  ]))

  it("see an export without a comment, and a name that leads nowhere", () => {
    expect(undocumented(program, ["planted/door.ts"])).toEqual(["planted/door.ts: gone leads nowhere", "planted/room.ts:2: room has no doc comment",
      "planted/room.ts:3: silent has no doc comment"])
  })

  it("write one line for each name", () => {
    expect(surfaceOf(program, "planted/door.ts")).toBe([
      "class Box { open }", "type Either = \"one\" | \"other\"", "interface Line { text, note? }", "namespace room", "const silent",
      "function spoken(text: string): string", ""].join("\n"))
  })
})
