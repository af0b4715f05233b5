import type { Channels } from "../../packages/core/src/assembly/app.ts"
import { createEscucha, type Escucha } from "../../packages/core/src/assembly/escucha.ts"
import type { State } from "../../packages/core/src/assembly/entries.ts"
import { createHouse } from "../../packages/core/src/assembly/house.ts"
import type { Input } from "../../packages/core/src/assembly/inputs.ts"
import { createPerform } from "../../packages/core/src/assembly/jobs/perform.ts"
import type { LoopOptions, Stored } from "../../packages/core/src/assembly/loop.ts"
import { createLoop } from "../../packages/core/src/assembly/running-loop.ts"
import { type EscuchaOptions, settingOf } from "../../packages/core/src/assembly/options.ts"
import { openDoors } from "../../packages/core/src/assembly/promise.ts"
import { hookRoutes } from "../../packages/core/src/assembly/routes/hooks.ts"
import { ingestRoutes } from "../../packages/core/src/assembly/ingest/routes.ts"
import { compileRule } from "../../packages/core/src/assembly/rule.ts"
import { systemClock } from "../../packages/core/src/kernel/clock.ts"
import type { Schemas } from "../../packages/core/src/kernel/standard-schema.ts"
import { localEngine } from "../../packages/core/src/runtime/engine-local.ts"
import type { Purposes } from "../../packages/core/src/profile/consent-purpose.ts"
import type { House } from "../../packages/core/src/runtime/house.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { createRouter } from "../../packages/core/src/runtime/web/router.ts"
import type { Survey } from "../../packages/core/src/survey/definition.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"

/** A bug, planted into the same house: a campaign that does not catch it proves nothing. */
export interface Bug {
  readonly name: string
  readonly house?: (house: House<State, Input>) => House<State, Input>
  readonly store?: (store: Store<Stored>) => Store<Stored>
  readonly perform?: (perform: LoopOptions["perform"]) => LoopOptions["perform"]
}

/** What a campaign uses of an application. */
export type Listening = Pick<
  Escucha<AnyNamed>,
  | "customers"
  | "identities"
  | "conversations"
  | "messages"
  | "consents"
  | "preferences"
  | "surveys"
  | "cases"
  | "store"
  | "engine"
  | "handle"
  | "start"
  | "settled"
  | "close"
>

interface AnyNamed {
  readonly traits: Schemas
  readonly events: Schemas
  readonly channels: Channels
  readonly surveys: readonly Survey[]
  readonly purposes: Purposes
}

/** The options of an application of which only names are known. */
export type AnyOptions = EscuchaOptions<Schemas, Schemas, Channels, readonly Survey[], Purposes>

/** Opens an application: the real one, or, with a bug, one that is wired in the same way around it. */
export const open = (options: AnyOptions, bug?: Bug): Listening => {
  if (!bug) return createEscucha<Schemas, Schemas, Channels, readonly Survey[], Purposes>(options)
  const same = <Part>(part: Part): Part => part
  const {
    clock = systemClock,
    random = Math.random,
    report = () => {},
    traits = {},
    events = {},
    limits,
    ingest,
  } = options
  const rules = (options.rules ?? []).map(compileRule)
  const setting = settingOf(options)
  const { store = memoryStore<Stored>(), engine = localEngine({ clock, random }) } = options
  const loop = createLoop({
    setting,
    engine,
    clock,
    random,
    report,
    ...(limits && { limits }),
    house: (bug.house ?? same)(createHouse(setting, rules)),
    store: (bug.store ?? same)(store),
    perform: (bug.perform ?? same)(createPerform(rules)),
    ...(options.transport && { transport: options.transport }),
  })
  const handle = createRouter([...ingestRoutes(loop, { traits, events }, ingest), ...hookRoutes(loop)], {
    prefix: "",
    report,
  })
  const doors = openDoors(loop, { traits, events })
  return {
    ...doors,
    store: loop.store,
    engine: loop.engine,
    handle,
    start: loop.ready,
    settled: loop.settled,
    close: loop.close,
  } as Listening // the same doors as createEscucha, whose names are any
}
