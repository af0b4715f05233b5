import { code, createMatcher, date, email, exact, type MatchRecord, type MatchSpec, name } from "@escucha/core/matching"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { BenchError } from "../bench-error.ts"

/** A public set of records of people, of which somebody knows who is who. */
export interface PeopleSet {
  readonly name: string
  readonly files: readonly string[]
  /** The column that names a record. */
  readonly id: string
  /** The person behind a record: read by the evaluation alone, never by the matcher. */
  readonly person: (line: { readonly [column: string]: string }) => string
  readonly fields: MatchSpec["fields"]
  readonly blocks?: NonNullable<MatchSpec["blocks"]>
}

/** A record with the person behind it. */
export interface Labelled {
  readonly record: MatchRecord
  readonly person: string
}

const address = {
  given_name: name(),
  surname: name(),
  date_of_birth: date(),
  soc_sec_id: code(),
  street_number: exact(),
  postcode: exact(),
  suburb: name(),
  address_1: name(),
}

const febrl = (set: string, ...files: readonly string[]): PeopleSet => ({
  name: set,
  files: files.map((file) => `profiles/identity/${file}.csv`),
  id: "rec_id",
  person: ({ rec_id: id = "" }) => /^rec-\d+/.exec(id)?.[0] ?? id,
  fields: address,
  blocks: [["soc_sec_id"], ["given_name"], ["surname"], ["date_of_birth"], ["postcode"]],
})

/** The sets that matching is measured on. What differs between them is which fields there are, and nothing else. */
export const peopleSets: readonly PeopleSet[] = [
  febrl("febrl1", "febrl1"),
  febrl("febrl3", "febrl3"),
  febrl("febrl4", "febrl4a", "febrl4b"),
  {
    name: "fake_1000",
    files: ["profiles/identity/fake_1000.csv"],
    id: "unique_id",
    person: ({ cluster = "" }) => cluster,
    fields: { first_name: name(), surname: name(), dob: date(), city: exact({ frequency: true }), email: email() },
    blocks: [
      [{ field: "email", first: 4 }],
      [{ field: "first_name", first: 3 }],
      [{ field: "surname", first: 3 }],
      ["dob"],
      ["city"],
    ],
  },
]

/** The matcher of a set, with nothing but its fields said. */
export const matcherOf = ({ fields, blocks }: PeopleSet) => createMatcher({ fields, ...(blocks && { blocks }) })

const linesOf = (file: string, text: string): readonly { readonly [column: string]: string }[] => {
  const [head = "", ...lines] = text.trim().split(/\r?\n/)
  const columns = head.split(",").map((column) => column.trim())
  return lines.map((line, at) => {
    const cells = line.split(",")
    if (cells.length !== columns.length)
      throw new BenchError(`${file}, line ${at + 2}: it has not ${columns.length} columns`)
    return Object.fromEntries(columns.map((column, cell) => [column, cells[cell]?.trim() ?? ""]))
  })
}

/** The records of a set; `undefined` where a file of it is not there. The matcher gets the fields, and no other column. */
export const readPeople = (data: string, set: PeopleSet): readonly Labelled[] | undefined => {
  const paths = set.files.map((file) => join(data, file))
  if (!paths.every((path) => existsSync(path))) return undefined
  return paths.flatMap((path, at) =>
    linesOf(set.files[at] ?? "", readFileSync(path, "utf8")).map((line) => ({
      record: {
        id: line[set.id] ?? "",
        values: Object.fromEntries(Object.keys(set.fields).map((field) => [field, line[field] ?? ""])),
      },
      person: set.person(line),
    })),
  )
}
