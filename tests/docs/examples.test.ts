import { describe, expect, it } from "vitest"
import { exportsOf, programOf } from "../architecture/doors.ts"
import { ourSources, planted, type Source } from "../architecture/source.ts"
import { compile, type Complaint } from "./compile.ts"
import { examplesOf, fileOf, moduleOf } from "./example.ts"

// An example is compiled beside its file and sees what that file exports. In one that imports nothing, a name that nobody declares
// stands for a value of any type (`merge(fromTelegram, fromCheckout)`): the rest of it must still be right.
const complaintsIn = (
  sources: readonly Source[],
  inMemory: ReadonlyMap<string, string> = new Map(),
): readonly string[] => {
  const examples = sources.flatMap(examplesOf)
  const program = programOf(
    sources.map(({ path }) => path).filter((path) => !inMemory.has(path)),
    inMemory,
  )
  const exported = new Map(sources.map(({ path }) => [path, exportsOf(program, path).map(({ name }) => name)]))
  const compiled = (strangers: ReadonlyMap<string, readonly string[]>) => {
    const modules = examples.map(
      (example) =>
        [fileOf(example), moduleOf(example, exported.get(example.path) ?? [], strangers.get(fileOf(example)))] as const,
    )
    return compile(new Map([...inMemory, ...modules]), { noImplicitAny: false })
  }
  const first = compiled(new Map())
  const strangers = Map.groupBy(
    first.filter(({ name }) => name !== undefined),
    ({ path }) => path,
  )
  const names = new Map(
    [...strangers].map(([path, found]) => [path, [...new Set(found.flatMap(({ name }) => name ?? []))]]),
  )
  const place = ({ path, text }: Complaint) => `${path.replace(/\.example-(\d+)\.tsx$/, ":$1")}: ${text}`
  return (names.size === 0 ? first : compiled(names)).map(place)
}

describe("the examples in doc comments", () => {
  it("compile", () => {
    expect(complaintsIn(ourSources())).toEqual([])
  })

  it("are there", () => {
    expect(ourSources().flatMap(examplesOf).length).toBeGreaterThan(0)
  })
})

describe("the check of the examples", () => {
  const room = (example: readonly string[], signature = "(n: number) => n * 2") => {
    const path = "packages/core/src/kernel/planted.ts"
    const comment = ["/**", " * Doubles.", " *", " * @example", ...example.map((line) => ` * ${line}`), " */"]
    const text = [...comment, `export const double = ${signature}`].join("\n")
    return complaintsIn([planted(path, text)], new Map([[path, text]]))
  }

  it("sees a call that does not compile, and where it stands", () => {
    expect(room([`double("2")`])).toEqual([
      "packages/core/src/kernel/planted:4: Argument of type 'string' is not assignable to parameter of type 'number'.",
    ])
  })

  it("sees a field that is not there beside a name that stands for anything", () => {
    expect(room(["double({ of: anything, an: 1 })"], "(n: { of: number }) => n")).toHaveLength(1)
  })

  it("sees a missing import in one that imports", () => {
    expect(room([`import "./planted.ts"`, "double(2)"])).toHaveLength(1)
  })

  it("lets a good one pass, fenced or not", () => {
    expect(room(["```ts", "double(2) // 4", "```"])).toEqual(room(["double(2)"]))
    expect(room(["double(2)"])).toEqual([])
  })
})
