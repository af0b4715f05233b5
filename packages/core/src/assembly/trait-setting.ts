import { ConfigurationError } from "../kernel/errors.ts"
import type { Schemas } from "../kernel/standard-schema.ts"
import { type Computations, parseComputed } from "../profile/computed.ts"
import { parseSources } from "../profile/source.ts"
import type { Setting } from "./decide/setting.ts"
import { toStandardError } from "./report.ts"
import { refuseTooMany } from "./services/declared.ts"

/** What an application says of what is known of customers. */
export interface TraitOptions {
  readonly sources?: readonly string[]
  readonly traits?: Schemas
  readonly events?: Schemas
  readonly computed?: Computations
  readonly report?: (failure: unknown) => void
}

/** What the setting says of traits: who tells them, and which are computed. Throws `ConfigurationError`, which names the option. */
export const traitSettingOf = ({
  sources = [],
  traits = {},
  events = {},
  computed = {},
  report = toStandardError,
}: TraitOptions): Pick<Setting, "sources" | "computed"> => {
  refuseTooMany({ traits, events })
  const ranked = parseSources(sources)
  if ("problem" in ranked) throw new ConfigurationError(ranked.problem.field, ranked.problem.message)
  const read = parseComputed(computed, { traits, events }, report)
  if ("problem" in read) throw new ConfigurationError(read.problem.field, read.problem.message)
  return { sources: ranked.value, computed: read.value }
}
