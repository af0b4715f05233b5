import { type Outcome, type Row, type Tally, withoutSubject } from "./outcome.ts"

const cellOf = (tally: Tally | undefined): string => {
  if (tally === undefined) return "–"
  const { passed, failed, skipped, notApplicable } = tally
  if (failed > 0) return `FAILED ${failed}/${passed + failed}`
  if (passed > 0) return skipped > 0 ? `${passed} (+${skipped} skipped)` : `${passed}`
  if (skipped > 0) return "skipped"
  return notApplicable > 0 ? "n/a" : "–"
}

/** Adapters down, families across: how many checks passed, what failed, and what the adapter's own declaration rules out. */
export const tableOf = (rows: readonly Row[]): string => {
  const all = [...new Set(rows.flatMap((row) => Object.keys(row.families)))]
  const families = [
    ...all.filter((family) => family !== withoutSubject),
    ...all.filter((one) => one === withoutSubject),
  ]
  const lines = [
    ["adapter", ...families],
    ...rows.map((row) => [row.case, ...families.map((family) => cellOf(row.families[family]))]),
  ]
  const widths = ["", ...families].map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

/** What the cells say. */
export const legend = "n/a: ruled out by the adapter's own declaration; –: no check of that kind"

/** Every outcome that a reader has to know of by name, one a line. */
export const notesOf = (outcomes: readonly Outcome[]): readonly string[] =>
  (["skipped", "failed"] as const).flatMap((wanted) =>
    outcomes
      .filter(({ verdict }) => verdict === wanted)
      .map(
        ({ adapter, family, name, reason }) =>
          `${wanted}: ${adapter} > ${family} > ${name}${reason === undefined ? "" : `: ${reason}`}`,
      ),
  )
