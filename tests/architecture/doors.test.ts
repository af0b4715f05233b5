import { describe, expect, it } from "vitest"
import { doors, isThere, programOf } from "./doors.ts"
import { undocumented } from "./documentation.ts"
import { surfaceOf } from "./surface.ts"

const open = doors().filter(isThere)

describe("the doors", () => {
  const program = programOf(open.map(({ path }) => path))

  it("are all there", () => {
    expect(doors().filter((door) => !isThere(door))).toEqual([])
  })

  it("give nothing without a doc comment", () => {
    expect(
      undocumented(
        program,
        open.map(({ path }) => path),
      ),
    ).toEqual([])
  })

  it.for(open)("$name gives what its snapshot lists", async ({ name, path }) => {
    const surface = surfaceOf(program, path)
    expect(surface).not.toBe("")
    await expect(surface).toMatchFileSnapshot(`surface/${name.replaceAll("/", ".")}.txt`)
  })
})

describe("the checks of the doors", () => {
  const text = (...lines: readonly string[]): string => lines.join("\n")
  const program = programOf(
    [],
    new Map([
      [
        "planted/door.ts",
        text(
          `export { silent, spoken, Box } from "./room.ts"`,
          `export type * from "./shape.ts"`,
          `export * as room from "./room.ts"`,
          `export { gone } from "./room.ts"`,
        ),
      ],
      [
        "planted/room.ts",
        text(
          "/** Speaks. */",
          "export const spoken = (text: string): string => text",
          "export const silent = 1",
          "/** Holds. */",
          "export class Box { open() { return 1 } }",
        ),
      ],
      [
        "planted/shape.ts",
        text(
          "/** A line. */",
          "export interface Line { readonly text: string; readonly note?: string }",
          "/** Either. */",
          `export type Either = "one"`,
          `  | "other"`,
        ),
      ],
    ]),
  )

  it("see an export without a comment, and a name that leads nowhere", () => {
    expect(undocumented(program, ["planted/door.ts"])).toEqual([
      "planted/door.ts: gone leads nowhere",
      "planted/room.ts:2: room has no doc comment",
      "planted/room.ts:3: silent has no doc comment",
    ])
  })

  it("write one line for each name", () => {
    expect(surfaceOf(program, "planted/door.ts")).toBe(
      [
        "class Box { open }",
        'type Either = "one" | "other"',
        "interface Line { text, note? }",
        "namespace room",
        "const silent",
        "function spoken(text: string): string",
        "",
      ].join("\n"),
    )
  })
})
