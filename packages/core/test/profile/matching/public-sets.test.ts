import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { code, createMatcher, date, email, exact, type MatchSpec, name } from "../../../src/matching.ts"
import { qualityOf } from "./a-crowd.ts"

// Public test data, never part of the repository: read where it lies, skipped visibly where it does not.
const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../../shared/data"),
  "profiles/identity",
)

const address: MatchSpec = {
  fields: {
    given_name: name(),
    surname: name(),
    date_of_birth: date(),
    soc_sec_id: code(),
    street_number: exact(),
    postcode: exact(),
    suburb: name(),
    address_1: name(),
  },
  blocks: [["soc_sec_id"], ["given_name"], ["surname"], ["date_of_birth"], ["postcode"]],
}
const person: MatchSpec = {
  fields: { first_name: name(), surname: name(), dob: date(), city: exact({ frequency: true }), email: email() },
  blocks: [
    [{ field: "email", first: 4 }],
    [{ field: "first_name", first: 3 }],
    [{ field: "surname", first: 3 }],
    ["dob"],
    ["city"],
  ],
}

type Line = { readonly [column: string]: string }

const linesOf = (file: string): readonly Line[] => {
  const [head = "", ...lines] = readFileSync(resolve(folder, file), "utf8").trim().split(/\r?\n/)
  const columns = head.split(",").map((column) => column.trim())
  return lines.map((line) => {
    const cells = line.split(",")
    return Object.fromEntries(columns.map((column, at) => [column, cells[at]?.trim() ?? ""]))
  })
}

const recordOf = ({ rec_id: id = "" }: Line) => /^rec-\d+/.exec(id)?.[0] ?? id
const sets = [
  {
    set: "febrl1",
    files: ["febrl1.csv"],
    spec: address,
    id: "rec_id",
    truth: recordOf,
    precision: 0.998,
    recall: 0.99,
    largest: 2,
  },
  {
    set: "febrl3",
    files: ["febrl3.csv"],
    spec: address,
    id: "rec_id",
    truth: recordOf,
    precision: 0.999,
    recall: 0.998,
    largest: 6,
  },
  {
    set: "febrl4",
    files: ["febrl4a.csv", "febrl4b.csv"],
    spec: address,
    id: "rec_id",
    truth: recordOf,
    precision: 0.9995,
    recall: 0.9995,
    largest: 2,
  },
  {
    set: "fake_1000",
    files: ["fake_1000.csv"],
    spec: person,
    id: "unique_id",
    truth: ({ cluster = "" }: Line) => cluster,
    precision: 1,
    recall: 0.85,
    largest: 7,
  },
]

describe.each(sets)("the people of $set", ({ files, spec, id, truth, precision, recall, largest }) => {
  const present = files.every((file) => existsSync(resolve(folder, file)))
  it.skipIf(!present)(
    `are found at least this well, without a label${present ? "" : " (skipped: data not present)"}`,
    { timeout: 120_000 },
    () => {
      const lines = files.flatMap(linesOf)
      const personOf = new Map(lines.map((line) => [line[id] ?? "", truth(line)]))
      const fields = Object.keys(spec.fields)
      const matcher = createMatcher(spec)
      matcher.fit(
        lines.map((line) => ({
          id: line[id] ?? "",
          values: Object.fromEntries(fields.map((field) => [field, line[field]])),
        })),
      )
      const clusters = matcher.clusters()
      const found = qualityOf({ personOf }, clusters)
      expect(found.precision).toBeGreaterThanOrEqual(precision)
      expect(found.recall).toBeGreaterThanOrEqual(recall)
      expect(Math.max(...clusters.map(({ length }) => length))).toBeLessThanOrEqual(largest)
    },
  )
})
