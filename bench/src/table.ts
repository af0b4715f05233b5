import type { Row } from "./row.ts"

/** A figure for people; a dash where there is none. */
export const number = (value: number | null | undefined): string =>
  value === null || value === undefined || Number.isNaN(value)
    ? "–"
    : value.toLocaleString("en", { maximumSignificantDigits: 4 })

const times = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : `${number(value)}×`

const bestPeer = ({ peers, better }: Row): string => {
  const [best] = Object.entries(peers).sort(([, one], [, two]) => (better === "higher" ? two - one : one - two))
  return best ? `${number(best[1])} (${best[0]})` : "–"
}

const heads = ["case", "unit", "ours", "limit", "vs limit", "best peer", "vs peer", "spread", "peak MB"] as const

const spread = (range: Row["spread"]): string => (range ? `${number(range[0])} … ${number(range[1])}` : "–")

const linesOf = (row: Row): readonly (readonly string[])[] => [
  [
    row.case,
    row.unit,
    number(row.ours),
    number(row.limit),
    times(row.vsLimit),
    bestPeer(row),
    times(row.vsPeer),
    spread(row.spread),
    number(row.peakRssMb),
  ],
  ...Object.entries(row.also ?? {}).map(([way, also]) => [
    `  ${way}`,
    row.unit,
    number(also.ours),
    "",
    times(also.vsLimit),
    "",
    times(also.vsPeer),
    spread(also.spread),
    "",
  ]),
]

const listed = (figures: { readonly [name: string]: number }): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${number(value)}`)
    .join(" · ")

const notesOf = (row: Row): readonly string[] =>
  [
    ...(row.missing === undefined ? [] : [`ours is missing: ${row.missing}`]),
    ...Object.entries(row.missingPeers ?? {}).map(([peer, reason]) => `peer ${peer} is missing: ${reason}`),
    ...(Object.keys(row.peers).length > 1 ? [`peers: ${listed(row.peers)}`] : []),
    ...(row.floors ? [`floors: ${listed(row.floors)}`] : []),
    ...(row.figures ? [listed(row.figures)] : []),
    ...(row.cpuMicros ? [`CPU µs each: ${listed(row.cpuMicros)}`] : []),
    ...(row.addedRssMb ? [`memory added, MB: ${listed(row.addedRssMb)}`] : []),
  ].map((note) => `${row.case}: ${note}`)

/** Cells in columns: the first two to the left, figures to the right. */
export const gridOf = (lines: readonly (readonly string[])[]): readonly string[] => {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines.map((line) =>
    line
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  )
}

/** Everything of each variant: a line for each, a column for each figure. */
const variantsOf = ({ case: name, variants = {} }: Row): readonly string[] => {
  const figures = [...new Set(Object.values(variants).flatMap((each) => Object.keys(each)))]
  if (figures.length === 0) return []
  const lines = Object.entries(variants).map(([variant, each]) => [
    variant,
    "",
    ...figures.map((figure) => number(each[figure])),
  ])
  return ["", `${name}:`, ...gridOf([["", "", ...figures], ...lines])]
}

/** The rows as a table for people, with what does not fit into it below. */
export const tableOf = (rows: readonly Row[]): string =>
  [...gridOf([heads, ...rows.flatMap(linesOf)]), "", ...rows.flatMap(notesOf), ...rows.flatMap(variantsOf)].join("\n")
