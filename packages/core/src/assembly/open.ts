import { systemRandom } from "../kernel/random.ts"
import { systemClock } from "../kernel/clock.ts"
import type { Schemas } from "../kernel/standard-schema.ts"
import { localEngine } from "../runtime/engine-local.ts"
import { memoryStore } from "../runtime/store-memory.ts"
import { createHouse } from "./house.ts"
import { createPerform } from "./jobs/perform.ts"
import { createGuardedFetch } from "../runtime/guarded-fetch.ts"
import { callProvider } from "../runtime/http.ts"
import { createKeys } from "../runtime/keys.ts"
import { createSharedClock } from "../runtime/shared-clock.ts"
import type { Loop, Stored } from "./loop.ts"
import { createLoop } from "./running-loop.ts"
import type { Setting } from "./decide/setting.ts"
import { createFiles } from "./media/files.ts"
import { mediaSettingOf } from "./media/options.ts"
import { receiveWithFiles } from "./media/receive.ts"
import { type EscuchaOptions, settingOf } from "./options.ts"
import { toStandardError } from "./report.ts"
import { compileRule } from "./rule.ts"
import { startBackfill } from "./segment/backfill.ts"
import { createWatch } from "./telemetry/watch.ts"

// Loaded when the house starts: what has no surveys, or only describes them, never needs it.
const inspectionOf =
  (
    { surveys = [], traits = {} }: EscuchaOptions,
    { computed }: Setting,
    report: (failure: unknown) => void,
  ): (() => Promise<void>) =>
  async () => {
    const { verifySurveys } = await import("./survey/verified.ts")
    verifySurveys(surveys, ["name", ...Object.keys(traits), ...computed.map(({ name }) => name)], report)
  }

/** The loop of an application, wired to its store and engine, and the schemas by which its services check what they are given. */
export const openLoop = (
  options: EscuchaOptions,
): { readonly loop: Loop; readonly schemas: { readonly traits: Schemas; readonly events: Schemas } } => {
  const { random = systemRandom, report = toStandardError, traits = {}, events = {}, limits } = options
  const rules = (options.rules ?? []).map(compileRule)
  const setting = settingOf(options)
  const { store = memoryStore<Stored>() } = options
  // who brings a clock owns the time; the clock of a machine may be off, which several of them would notice
  const sharedClock =
    options.clock || !store.coordination ? undefined : createSharedClock(systemClock, store.coordination, report)
  const clock = options.clock ?? sharedClock ?? systemClock
  const { engine = localEngine({ clock, random }) } = options
  const media = mediaSettingOf(options.media)
  const fetch = createGuardedFetch({ loopback: media.local })
  const files = createFiles({ setting: media, inHouse: store.media, fetch, loop: () => loop })
  const { meter, tracer } = options.telemetry ?? {}
  const watch = meter || tracer ? createWatch({ ...(meter && { meter }), ...(tracer && { tracer }) }, clock) : undefined
  const { transport } = options
  const loop: Loop = createLoop({
    setting,
    house: createHouse(setting, rules),
    store,
    engine,
    clock,
    ...(sharedClock && { sharedClock }),
    random,
    report,
    perform: createPerform(rules),
    background: startBackfill,
    ...(options.surveys && options.surveys.length > 0 && { inspect: inspectionOf(options, setting, report) }),
    ...(limits && { limits }),
    files,
    receiveWithFiles,
    fetchMedia: files.fetch,
    keysAt: createKeys({ fetch, now: clock.now }),
    ...(watch ? { watch, transport: watch.transport(transport ?? callProvider) } : transport && { transport }),
  })
  return { loop, schemas: { traits, events } }
}
