import { InputError } from "../../kernel/errors.ts"
import type { Whole } from "../../runtime/house.ts"
import type { CustomerView } from "../customer-view.ts"
import type { ExportFile } from "../doors/own-data.ts"
import type { AnyEntry, State } from "../entries.ts"
import { byteOrderMark, lineOf } from "./export-csv.ts"
import { type Deliveries, everyEntry, type Line, moment, type Table, tables } from "./export-tables.ts"
import type { Loop } from "../loop.ts"
import { pagesOf, placesOf } from "../identity/places.ts"
import { viewOf } from "../view.ts"

/** What the JSON document of an export is called, and the version of its form. */
export const documentFormat = { format: "escucha.customer", version: 1 } as const

const gone = () =>
  new InputError(
    "unknown",
    "customer",
    "they were erased, joined to another or taken apart while they were exported; ask again",
  )

const pictureFor = async (loop: Loop, customer: Whole<State>): Promise<CustomerView> => {
  const view = await viewOf(loop, customer.id)
  if (view) return view
  throw gone()
}

/** Whether an entry was there when the export began: all files tell of one moment, whatever happens while they are read. */
const wasThere = ({ streams }: Whole<State>, { stream, position }: AnyEntry): boolean =>
  position <= (streams.get(stream)?.version ?? 0)

/** Every entry of a customer, the newest first; a part of somebody must not pass for the whole. */
async function* entriesOf(loop: Loop, customer: Whole<State>): AsyncGenerator<readonly AnyEntry[]> {
  for await (const page of pagesOf(loop, customer.id)) yield page.filter((entry) => wasThere(customer, entry))
  const now = await loop.whole(customer.id)
  if (now?.id !== customer.id || [...customer.streams.keys()].some((stream) => !now.streams.has(stream))) throw gone()
}

/** The picture of a customer without what an export has in a form of its own: addresses that are not masked, and every line. */
const pictureOf = (view: CustomerView) => {
  const { thread: _thread, known: _known, traits: _traits, traitSources, ...picture } = view
  return { ...picture, traits: traitSources }
}

const linesOf = async function* (
  loop: Loop,
  customer: Whole<State>,
  { linesOf: lines }: Table,
): AsyncGenerator<Line[]> {
  const deliveries: Deliveries = new Map()
  for await (const page of entriesOf(loop, customer)) yield page.flatMap((entry) => lines(entry, customer, deliveries))
}

/** The items of a JSON list, with what stands between them. */
const listed = (items: readonly unknown[], isFirst: boolean): string =>
  items.map((item, index) => `${isFirst && index === 0 ? "\n" : ",\n"}${JSON.stringify(item)}`).join("")

async function* jsonOf(loop: Loop, customer: Whole<State>, exportedAt: number): AsyncGenerator<string> {
  const picture = pictureOf(await pictureFor(loop, customer))
  const identifiers = [...customer.streams].map(([stream, { identifier, version }]) => ({
    stream,
    identifier,
    entries: version,
  }))
  const head = JSON.stringify({ ...documentFormat, exportedAt: moment(exportedAt), picture, identifiers })
  yield head.slice(0, -1)
  for (const table of tables) {
    yield `,\n${JSON.stringify(table.name)}:[`
    let isFirst = true
    for await (const lines of linesOf(loop, customer, table)) {
      yield listed(lines, isFirst)
      isFirst &&= lines.length === 0
    }
    yield "]"
  }
  yield `,\n"entries":[`
  let isFirst = true
  for await (const page of entriesOf(loop, customer)) {
    for (const entry of page) {
      const places = await placesOf(loop, entry, customer.streams.keys())
      yield listed(
        places.filter((place) => wasThere(customer, place)),
        isFirst,
      )
      isFirst = false
    }
  }
  yield "]}\n"
}

async function* csvOf(loop: Loop, customer: Whole<State>, table: Table): AsyncGenerator<string> {
  yield `${byteOrderMark}${lineOf(table.columns)}`
  for await (const lines of linesOf(loop, customer, table))
    yield lines.map((line) => lineOf(table.columns.map((column) => line[column]))).join("")
}

async function* pictureCsvOf(
  loop: Loop,
  customer: Whole<State>,
  columns: readonly string[],
  read: (view: CustomerView) => readonly Line[],
): AsyncGenerator<string> {
  const lines = read(await pictureFor(loop, customer))
  yield `${byteOrderMark}${lineOf(columns)}`
  yield lines.map((line) => lineOf(columns.map((column) => line[column]))).join("")
}

const cell = (value: unknown): string | number =>
  typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value)

const fileOf = (name: string, type: ExportFile["type"], chunks: () => AsyncIterable<string>): ExportFile => ({
  name,
  type,
  chunks,
  text: async () => {
    const pieces: string[] = []
    for await (const piece of chunks()) pieces.push(piece)
    return pieces.join("")
  },
})

const csvFiles = (loop: Loop, customer: Whole<State>): readonly ExportFile[] => {
  const csv = (name: string, chunks: () => AsyncIterable<string>) => fileOf(`${name}.csv`, "text/csv", chunks)
  const identifiers = [...customer.streams].map(([stream, { identifier }]) => ({ identifier, stream }))
  return [
    csv("identifiers", () => pictureCsvOf(loop, customer, ["identifier", "stream"], () => identifiers)),
    csv("traits", () =>
      pictureCsvOf(loop, customer, ["trait", "value", "since", "source"], ({ traitSources }) =>
        Object.entries(traitSources).map(([trait, { value, at, source }]) => ({
          trait,
          value: cell(value),
          since: moment(at),
          source,
        })),
      ),
    ),
    csv("preferences", () =>
      pictureCsvOf(loop, customer, ["preference", "value"], ({ preferences }) =>
        Object.entries(preferences).map(([preference, value]) => ({ preference, value: cell(value) })),
      ),
    ),
    csv("memberships", () =>
      pictureCsvOf(loop, customer, ["group", "kind", "role", "since"], ({ memberships }) =>
        memberships.map(({ name, kind, role, since }) => ({ group: name, kind, role, since: moment(since) })),
      ),
    ),
    ...[...tables, everyEntry].map((table) => csv(table.name, () => csvOf(loop, customer, table))),
  ]
}

/** Everything that is held of a customer, as files that are read while they are written. */
export const exportFiles = (loop: Loop, customer: Whole<State>, format: "json" | "csv"): readonly ExportFile[] =>
  format === "csv"
    ? csvFiles(loop, customer)
    : [fileOf("customer.json", "application/json", () => jsonOf(loop, customer, loop.clock.now()))]
